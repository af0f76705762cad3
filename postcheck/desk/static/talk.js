// Talks to the desk: every request goes to this computer, under the desk's key.

export const base = document.body.dataset.base;
const BEAT = 20000;

const gone = document.getElementById("gone");

/** An answer that is none: its message is for the person at the desk. */
export class Problem extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  let said;
  try {
    said = await response.json();
  } catch {
    throw new Problem("The desk gave no answer that can be understood.", response.status);
  }
  if (!response.ok) throw new Problem(said.problem || "The desk refused.", response.status);
  return said;
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(base + path, options);
  } catch {
    lost();
    throw new Problem("The desk cannot be reached.", 0);
  }
  found();
  return answer(response);
}

export function ask(path) {
  return request(path, { cache: "no-store" });
}

export function tell(path, said) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });
}

export function send(path, file) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
}

function lost() {
  const words =
    "The desk has stopped, so nothing is checked any more: do not post. Copy your text, " +
    "start it again with: postcheck desk";
  if (gone.textContent !== words) gone.textContent = words;
  document.body.classList.add("lost");
  document.dispatchEvent(new Event("desk-lost"));
}

function found() {
  if (!document.body.classList.contains("lost")) return;
  gone.textContent = "";
  document.body.classList.remove("lost");
  document.dispatchEvent(new Event("desk-found"));
}

async function beat() {
  try {
    await fetch(base + "/alive", { method: "POST" });
    found();
  } catch {
    lost();
  }
}
setInterval(beat, BEAT);

/** Make an element: its properties, then what it holds. Words are never taken for markup. */
export function made(tag, properties = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

/** Place the boxes in the pictures of a report. */
export function place(rules) {
  sheet.replaceSync(rules.join("\n"));
}
