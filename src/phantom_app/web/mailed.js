// What a mailed link leads to is done when its button is pressed, not when it is merely opened:
// programs that look through mails open links too, and a token is good for one use.
const form = document.querySelector("form");
const said = document.querySelector("[role=status]");
const button = form.querySelector("button");
const names = { token: "This link", new: "The new password" };
const token = new URLSearchParams(location.search).get("token");

function told({ detail, errors }) {
  if (!errors) return detail;
  return errors.map(({ path, message }) => `${names[path] ?? path} ${message}.`).join(" ");
}

async function send(fields) {
  const answer = await fetch(form.dataset.to, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token, ...fields }),
  });
  if (!answer.ok) return told(await answer.json());
  form.hidden = true;
  return form.dataset.done;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { again, ...fields } = Object.fromEntries(new FormData(form));
  if (again !== fields.new) {
    said.textContent = "These are two different passwords.";
    return;
  }
  button.disabled = true;
  said.textContent = "";
  said.textContent = await send(fields).catch(() => "The server does not answer. Try again.");
  button.disabled = false;
});

form.hidden = !token;
if (!token) said.textContent = "This address is not whole. Open the link as it is in the mail.";
