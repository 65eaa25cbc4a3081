// A client of Phantom for browsers: topics without gaps, the server's clock, and calls.
// It needs no library. `write-a-client.md` tells what each part does, and a test runs it.

const PINGS_AT_FIRST = 5;
const PING_EVERY = 30_000;
const LONGEST_PAUSE = 20_000;
const TRY_LATER = 1013;
const LATER = 10_000;
const SOON = 1_000;
const BUSY = [429, 503];

/** A frame that was refused: `problem` says why (RFC 9457). */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
    this.rule = problem.type.replace("urn:phantom:", "");
  }
}

/** One connection, which comes back by itself, and the topics that are listened to over it. */
export class Phantom extends EventTarget {
  /**
   * @param {string} origin where the server is: `https://phantom.example`
   * @param {() => Promise<string>} token answers an access token that is still good
   */
  constructor(origin, token) {
    super();
    this.origin = origin;
    this.token = token;
    this.userId = null;
    this.topics = new Map();
    this.samples = [];
    this.waiting = new Map();
    this.count = 0;
    this.pause = 500;
  }

  /** Ask for a REST resource; a refusal is thrown. */
  async call(method, path, body) {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        Authorization: `Bearer ${await this.token()}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const value = text ? JSON.parse(text) : null;
    if (!answer.ok) throw new Refused(value);
    return value;
  }

  /** Connect; answers once one is signed in. */
  async connect() {
    this.closed = false;
    const socket = new WebSocket(`${this.origin.replace(/^http/, "ws")}/ws`);
    this.socket = socket;
    socket.onmessage = ({ data }) => [JSON.parse(data)].flat().forEach((said) => this.#hear(said));
    socket.onclose = ({ code }) => this.#lost(socket, code);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("The server cannot be reached."));
    });
    this.userId = (await this.#authenticate()).userId;
    this.pause = 500;
    await Promise.all([...this.topics.keys()].map((name) => this.#comeBack(name)));
    this.#ping(PINGS_AT_FIRST);
    return this;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.close();
  }

  /** Send a frame about a topic, and answer what it is answered with. */
  ask(type, data, topic) {
    return this.#send({ type, topic, data });
  }

  /**
   * Listen to a topic: `onState` is given what it is about, `onEvent` each event after that, in
   * order, once, whatever happens to the connection meanwhile. `onEnd` is given why, if one may not
   * listen any more; who may not at all is refused at once.
   */
  async join(name, { onState = () => {}, onEvent = () => {}, onEnd = () => {} } = {}) {
    this.topics.set(name, { seq: null, epoch: null, onState, onEvent, onEnd });
    try {
      await this.#rejoin(name);
    } catch (error) {
      if (error instanceof Refused) this.topics.delete(name);
      throw error;
    }
  }

  async leave(name) {
    this.topics.delete(name);
    await this.ask("session.leave", {}, name);
  }

  /** The server's time, in milliseconds since 1970. */
  now() {
    return performance.timeOrigin + performance.now() + this.offset;
  }

  /** How far the server's clock is ahead: as the exchange of the last eight says that was
   * quickest, as that leaves the least room for error. */
  get offset() {
    const best = [...this.samples].sort((one, other) => one.delay - other.delay)[0];
    return best ? best.offset : 0;
  }

  /** Where in its song a room's playback stands now, in milliseconds. */
  position(playback) {
    if (!playback.song || playback.status !== "playing") return playback.positionMs;
    const since = Math.max(this.now() - Date.parse(playback.anchoredAt), 0);
    return Math.min(playback.positionMs + since, playback.song.durationMs);
  }

  async #authenticate() {
    return this.#send({ type: "auth", token: await this.token() });
  }

  /** `settle` sees the answer before anything that came after it is heard. */
  #send(frame, settle = () => {}) {
    const id = `c${++this.count}`;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, settle });
      this.socket.send(JSON.stringify({ id, ...frame }));
    });
  }

  /** Listen to a topic again, when the server has time; or be told that one may not. */
  async #comeBack(name) {
    const [topic, socket] = [this.topics.get(name), this.socket];
    const isWanted = () => this.topics.get(name) === topic && this.socket === socket;
    try {
      await this.#rejoin(name);
    } catch (error) {
      // A connection that is lost comes back with all its topics.
      if (!(error instanceof Refused) || !isWanted()) return;
      if (BUSY.includes(error.problem.status)) {
        const again = () => isWanted() && this.#comeBack(name);
        setTimeout(again, SOON * (0.5 + Math.random()));
      } else {
        this.topics.delete(name);
        topic.onEnd(error);
      }
    }
  }

  async #rejoin(name) {
    const topic = this.topics.get(name);
    const since = topic.seq === null ? {} : { since: topic.seq };
    await this.#send({ type: "session.join", topic: name, data: since }, (answer) => {
      const same = topic.epoch === null || answer.epoch === topic.epoch;
      topic.epoch = answer.epoch;
      // Servers of the version before do not say where they start: they are there in an upgrade.
      const { start = answer.state === undefined ? topic.seq : answer.seq } = answer;
      if (same && start === topic.seq) return;
      if (!same && answer.state === undefined) {
        // In another log our number means nothing: what is replayed after it is not ours.
        topic.seq = null;
        this.#comeBack(name);
        return;
      }
      topic.seq = answer.seq;
      topic.onState(answer.state, answer.presence);
    });
  }

  #hear(said) {
    if ("reply" in said) {
      const asked = this.waiting.get(said.reply);
      this.waiting.delete(said.reply);
      if (said.ok) asked?.settle(said.data);
      if (said.ok) asked?.resolve(said.data);
      else asked?.reject(new Refused(said.problem));
      return;
    }
    if (said.type === "auth.required") {
      this.#authenticate();
      return;
    }
    const topic = this.topics.get(said.topic);
    if (said.type === "resync") {
      if (topic) this.#comeBack(said.topic);
      return;
    }
    if (said.type === "removed") {
      this.topics.delete(said.topic);
      topic?.onEnd(new Error("You may not listen to this any more."));
      return;
    }
    if (topic && said.seq !== undefined) {
      if (topic.seq === null || said.seq <= topic.seq) return;
      topic.seq = said.seq;
    }
    topic?.onEvent(said);
    this.dispatchEvent(new CustomEvent(said.type, { detail: said }));
  }

  #lost(socket, code) {
    if (socket !== this.socket) return;
    clearTimeout(this.timer);
    for (const { reject } of this.waiting.values()) reject(new Error("The connection is lost."));
    this.waiting.clear();
    if (this.closed || code === 4400) return;
    // A little chance keeps a thousand clients from coming back in one instant.
    const pause = code === TRY_LATER ? Math.max(this.pause, LATER) : this.pause;
    this.timer = setTimeout(
      () => this.connect().catch(() => this.#lost(this.socket, 1006)),
      pause * (0.5 + Math.random()),
    );
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  async #ping(left) {
    const clock = () => performance.timeOrigin + performance.now();
    const { t0, t1, t2 } = await this.#send({ type: "ping", data: { t0: clock() } });
    const t3 = clock();
    this.samples.push({ offset: (t1 - t0 + (t2 - t3)) / 2, delay: t3 - t0 - (t2 - t1) });
    this.samples = this.samples.slice(-8);
    clearTimeout(this.pinging);
    this.pinging = setTimeout(
      () => this.#ping(Math.max(left - 1, 0)).catch(() => {}),
      left > 1 ? 100 : PING_EVERY,
    );
  }
}

/** One's part in a room's call: a connection from browser to browser with each participant. */
export class Call extends EventTarget {
  #turns = new WeakMap();

  /**
   * @param {Phantom} phantom who has joined the topic of the room
   * @param {string} roomId
   * @param {"voice" | "video"} kind
   * @param {MediaStream} media what one sends
   */
  constructor(phantom, roomId, kind, media) {
    super();
    Object.assign(this, { phantom, roomId, kind, media, peers: new Map() });
    this.listeners = {
      "call.offer": ({ data, by }) => this.#offered(by, data),
      "call.answer": ({ data, by }) => this.#answered(by, data),
      "call.ice": ({ data, by }) => this.#found(by, data),
      "call.left": ({ data }) => this.#gone(data.person.id, data),
      "call.ended": ({ data }) => data.callId === this.id && this.#over(),
    };
  }

  /** Begin the call, or join the one that lasts; offer to everybody who is in it already. */
  async start() {
    for (const [name, listen] of Object.entries(this.listeners)) {
      const heard = ({ detail }) => listen(detail);
      this.listeners[name] = heard;
      this.phantom.addEventListener(name, heard);
    }
    const path = `/api/rooms/${this.roomId}/${this.kind}-call/start`;
    const { call, party, iceServers } = await this.phantom.call("POST", path);
    Object.assign(this, { id: call.id, party, iceServers });
    const others = call.participants.filter(({ user }) => user.id !== this.phantom.userId);
    await Promise.all(others.map(({ user }) => this.offer(user.id)));
    return call;
  }

  async leave() {
    const { id, party } = this;
    await this.phantom.ask("call.hangup", { callId: id, party }, `room:${this.roomId}`);
    this.#over();
  }

  #say(type, to, rest) {
    const data = { callId: this.id, to, party: this.party, ...rest };
    return this.phantom.ask(type, data, `room:${this.roomId}`);
  }

  #peer(userId) {
    const known = this.peers.get(userId);
    if (known) return known;
    const peer = new RTCPeerConnection({ iceServers: this.iceServers });
    this.peers.set(userId, peer);
    for (const track of this.media.getTracks()) peer.addTrack(track, this.media);
    let batch = [];
    peer.onicecandidate = ({ candidate }) => {
      batch.push(candidate && candidate.toJSON());
      if (batch.length > 1) return;
      // Candidates come in flocks: send each flock at once.
      setTimeout(() => {
        const candidates = batch;
        batch = [];
        this.#say("call.ice", userId, { candidates }).catch(() => {});
      }, 100);
    };
    peer.ontrack = ({ streams }) =>
      this.dispatchEvent(new CustomEvent("stream", { detail: { userId, stream: streams[0] } }));
    return peer;
  }

  /** Offer somebody what flows now: at first, and whenever that is to be otherwise. */
  offer(userId) {
    const peer = this.#peer(userId);
    return this.#inTurn(peer, async () => {
      await peer.setLocalDescription();
      try {
        await this.#say("call.offer", userId, { sdp: peer.localDescription.sdp });
      } catch (refusal) {
        // Both have offered at once, and theirs stands: take ours back, and answer theirs.
        if (refusal.rule !== "glare") throw refusal;
        if (peer.signalingState === "have-local-offer") {
          await peer.setLocalDescription({ type: "rollback" });
        }
      }
    });
  }

  #offered(by, { callId, sdp }) {
    if (callId !== this.id) return;
    const peer = this.#peer(by);
    return this.#inTurn(peer, async () => {
      // Of two offers the lesser user id's stands.
      if (peer.signalingState === "have-local-offer" && this.phantom.userId < by) return;
      await peer.setRemoteDescription({ type: "offer", sdp });
      await peer.setLocalDescription();
      await this.#say("call.answer", by, { sdp: peer.localDescription.sdp });
    });
  }

  /** One negotiation after the other: an offer made within one would be the answer to theirs. */
  #inTurn(peer, step) {
    const turn = (this.#turns.get(peer) ?? Promise.resolve()).then(step);
    this.#turns.set(peer, turn.catch(() => {}));
    return turn;
  }

  #answered(by, { callId, sdp }) {
    const peer = this.peers.get(by);
    if (callId !== this.id || !peer) return;
    return this.#inTurn(peer, async () => {
      if (peer.signalingState !== "have-local-offer") return;
      await peer.setRemoteDescription({ type: "answer", sdp });
    });
  }

  #found(by, { callId, candidates }) {
    if (callId !== this.id) return;
    const peer = this.#peer(by);
    return this.#inTurn(peer, async () => {
      for (const candidate of candidates) {
        await peer.addIceCandidate(candidate ?? undefined).catch(() => {});
      }
    });
  }

  #gone(userId, { callId }) {
    if (callId !== this.id) return;
    this.peers.get(userId)?.close();
    this.peers.delete(userId);
    this.dispatchEvent(new CustomEvent("left", { detail: { userId } }));
    if (userId === this.phantom.userId) this.#over();
  }

  #over() {
    for (const peer of this.peers.values()) peer.close();
    this.peers.clear();
    for (const [name, heard] of Object.entries(this.listeners)) {
      this.phantom.removeEventListener(name, heard);
    }
    this.dispatchEvent(new Event("over"));
  }
}
