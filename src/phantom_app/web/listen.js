// A page on which one is in a room: what plays, in time with everybody, the vote, and the chat.

import { Phantom } from "./phantom.js";

const HOME = new URL("..", import.meta.url).href.replace(/\/$/, "");
const FRESH = 600_000;
const OUT_OF_TIME = 0.25;
const AUDIBLE = 0.03;

const $ = (id) => document.getElementById(id);

let entry = null;
let phantom = null;
let room = null;
let playback = null;
let chatId = null;
let mine = null;
let ballot = null;
let loaded = null;

/** Let one in, and keep the pair of tokens fresh. */
async function authenticate(path, body) {
  const answer = await fetch(`${HOME}/api/auth/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return { ...said, at: Date.now() };
}

async function token() {
  if (Date.now() - entry.at > FRESH) {
    entry = await authenticate("refresh", { refreshToken: entry.refreshToken });
  }
  return entry.accessToken;
}

/** Do something, and say what goes wrong with it, if anything does. */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    $("trouble").textContent = error.message;
  }
}

const on = (element, event, work) =>
  element.addEventListener(event, (happened) => {
    happened.preventDefault();
    $("trouble").textContent = "";
    attempt(() => work(happened));
  });

const button = (text, press) => {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text });
  on(made, "click", press);
  return made;
};

const item = (...parts) => {
  const made = document.createElement("li");
  made.append(...parts);
  return made;
};

const show = (id) => {
  for (const each of ["door", "lobby", "room"]) $(each).hidden = each !== id;
};

async function enterLobby() {
  const { items } = await phantom.call("GET", "/api/rooms?isPublic=true");
  $("rooms").replaceChildren(
    ...items.map((each) => {
      const playing = each.currentSong ? `, ${each.currentSong.title}` : "";
      return item(
        button(each.name, () => enter(each.id)),
        ` ${each.peoplePresent} there${playing}`,
      );
    }),
  );
  show("lobby");
}

async function enter(id) {
  await phantom.call("POST", `/api/rooms/${id}/join`);
  await phantom.join(`room:${id}`, { onState: settle, onEvent: follow });
  const { items } = await phantom.call("GET", `/api/rooms/${id}/messages?limit=1`);
  chatId = items[0].chatRoomId;
  await phantom.join(`chat:${chatId}`, {
    onState: ({ messages }) => $("chat").replaceChildren(...messages.items.reverse().map(line)),
    onEvent: ({ type, data }) => type === "chat.message" && hear(data.message),
  });
  show("room");
  $("chat").scrollTop = $("chat").scrollHeight;
}

async function leave() {
  const id = room.id;
  room = playback = loaded = null;
  $("audio").pause();
  await Promise.all([phantom.leave(`room:${id}`), phantom.leave(`chat:${chatId}`)]);
  await phantom.call("POST", `/api/rooms/${id}/leave`);
  await enterLobby();
}

/** The room, as it stands. */
function settle(state) {
  room = state;
  playback = state.playback;
  draw();
}

/** What happens in the room. */
function follow({ type, data }) {
  if (!room) return;
  const others = (id) => room.members.filter(({ user }) => user.id !== id);
  if (data.playback) playback = data.playback;
  if (type === "song.changed") mine = null;
  if (type === "vote.opened" || type === "vote.closed") playback.voteSession = data;
  if (type === "vote.tally" && playback.voteSession?.id === data.voteSessionId) {
    playback.voteSession.candidates = data.candidates;
  }
  if (data.member) room.members = [...others(data.member.user.id), data.member];
  if (type === "room.member.left") room.members = others(data.user.id);
  if (type === "room.state") room = { ...room, ...data.room };
  draw();
}

function draw() {
  $("name").textContent = room.name;
  const names = room.members.map(({ user }) => user.displayName).sort();
  $("people").textContent = `${names.length} listening: ${names.join(", ")}`;
  $("title").textContent = playback.song?.title ?? "Nothing plays";
  $("artist").textContent = playback.song ? `by ${playback.song.artist.name}` : "";
  drawVote(playback.voteSession);
  attempt(load);
}

/** Buttons stay for as long as their vote lasts, so that none moves away under a finger. */
function drawVote(vote) {
  $("vote").hidden = !vote || Boolean(vote.seed && !vote.winner);
  if (!vote) return;
  if (ballot !== vote.id) {
    ballot = vote.id;
    const choices = vote.candidates.map(({ song }) => button(song.title, () => cast(song.id)));
    $("candidates").replaceChildren(...choices.map((choice) => item(choice, "")));
  }
  vote.candidates.forEach(({ song, votes }, place) => {
    const [choice, count] = $("candidates").children[place].childNodes;
    choice.disabled = Boolean(vote.seed);
    choice.setAttribute("aria-pressed", song.id === mine);
    count.textContent = ` ${votes} ${votes === 1 ? "vote" : "votes"}`;
  });
}

async function cast(songId) {
  await phantom.ask("room.vote", { songId }, `room:${room.id}`);
  mine = songId;
  drawVote(playback.voteSession);
}

/** Fetch the recording of what plays, once for each playing. */
async function load() {
  const { entryId, song } = playback;
  if (entryId === loaded) return;
  loaded = entryId;
  $("audio").removeAttribute("src");
  if (!song?.streamable) return;
  const path = `/api/songs/${song.id}/stream`;
  let { url, contentType } = await phantom.call("GET", path);
  // Not every browser plays what streams best; all play what was handed in.
  if (!$("audio").canPlayType(contentType))
    ({ url } = await phantom.call("GET", `${path}?original=1`));
  if (loaded === entryId) $("audio").src = url;
}

/** Keep the sound where the room is: far off, jump; a little off, play a little faster or slower. */
function keepTime() {
  if (!playback?.song) return;
  const audio = $("audio");
  const wanted = phantom.position(playback) / 1000;
  $("position").value = (wanted * 1000) / playback.song.durationMs;
  if (playback.voteSession) $("closes").textContent = standing(playback.voteSession);
  if (audio.readyState < HTMLMediaElement.HAVE_METADATA || wanted >= audio.duration) return;
  const off = audio.currentTime - wanted;
  if (Math.abs(off) > OUT_OF_TIME) audio.currentTime = wanted;
  audio.playbackRate = Math.abs(off) > AUDIBLE ? 1 - Math.sign(off) * 0.02 : 1;
  // Another song may come in between; the next time has that one play.
  if (audio.paused) audio.play().catch(() => {});
}

function standing({ winner, closesAt }) {
  if (winner) return `${winner.title} has won.`;
  const seconds = Math.ceil((Date.parse(closesAt) - phantom.now()) / 1000);
  return `The vote closes in ${Math.max(seconds, 0)} s.`;
}

function named(name) {
  const made = document.createElement("b");
  made.textContent = name;
  return made;
}

function line({ sender, type, content, deletedAt }) {
  const said = item(deletedAt ? "(deleted)" : content);
  if (type === "system") said.className = "system";
  else if (sender) said.prepend(named(sender.displayName), " ");
  return said;
}

function hear(message) {
  const log = $("chat");
  const follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(line(message));
  if (follows) log.scrollTop = log.scrollHeight;
}

on($("door"), "submit", async ({ target }) => {
  entry = await authenticate("login", Object.fromEntries(new FormData(target)));
  phantom = await new Phantom(HOME, token).connect();
  await enterLobby();
});
on($("say"), "submit", async ({ target }) => {
  const content = new FormData(target).get("content");
  const clientId = `${Date.now()}-${Math.random()}`;
  await phantom.ask("chat.message", { clientId, type: "text", content }, `chat:${chatId}`);
  target.reset();
});
on($("leave"), "click", leave);
setInterval(keepTime, 200);
