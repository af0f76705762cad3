// The page of a post: checks it as it is written. A verdict is shown only while the page holds what it was given for.

import { made, place, tell } from "./talk.js";
import { peopleOf, showFaces } from "./people.js";
import { bindPictures, cards } from "./pictures.js";
import { bindWording, clearWording } from "./wording.js";

const QUIET = 500;
const CONTENT = ["text", "title", "first_comment", "account"]; // the fields that are published, and where: channels too
const { sheet } = document.body.dataset;
const find = (identity) => document.getElementById(identity);
const [text, status, report, confirm, checklist] = ["text", "status", "report", "confirm", "checklist"].map(find);
const wordingBox = find("wording-box");

const declared = new Set(JSON.parse(document.body.dataset.declared));
let version = 0; // of what the page holds
let holds = 0; // pictures on their way
let timer = 0;
let running = false;

function postNow() {
  const post = { channels: [], declare: [...declared], pictures: {} };
  for (const field of document.querySelectorAll("[data-field]")) post[field.dataset.field] = field.value;
  for (const box of document.querySelectorAll("[data-channel]")) if (box.checked) post.channels.push(box.dataset.channel);
  for (const card of cards()) {
    post.pictures[card.dataset.picture] = { alt: card.querySelector(".alt").value, people: peopleOf(card) };
  }
  return post;
}

/** What the page holds has changed, with `content` its text, its pictures or where it goes: what was found is of another post. */
function changed(content) {
  version += 1;
  forget();
  if (content && declared.size) {
    declared.clear(); // what was confirmed was confirmed of another post
    find("confirm-again").textContent = "The text, the pictures or where it goes have changed, so please confirm again.";
  }
  for (const box of checklist.querySelectorAll("input")) box.checked = declared.has(box.dataset.declare);
  clearTimeout(timer);
  timer = setTimeout(check, QUIET);
}
changed.hold = (number) => {
  holds += number;
  version += 1;
  forget();
};

function say(words) {
  if (status.textContent !== words) status.textContent = words;
}

function forget() {
  report.style.minHeight = `${report.offsetHeight}px`; // or the page would jump
  report.replaceChildren();
  clearWording();
  wordingBox.hidden = true;
  document.body.dataset.verdict = "checking";
  say("Checking …");
}

async function check() {
  if (running || holds) return;
  running = true;
  const mine = version;
  try {
    const found = await tell(`/s/${sheet}/check`, { post: postNow() });
    if (mine === version && !holds && !found.superseded) show(found);
  } catch (problem) {
    if (mine === version) fail(problem.message);
  } finally {
    running = false;
  }
  if (mine !== version && !holds) {
    clearTimeout(timer);
    timer = setTimeout(check, 0);
  }
}

function fail(words) {
  document.body.dataset.verdict = "none";
  say(`Not checked: do not post. ${words}`);
  report.replaceChildren();
  report.style.minHeight = "";
  wordingBox.hidden = true;
}

function show(found) {
  if (found.empty) {
    document.body.dataset.verdict = "empty";
    report.style.minHeight = "";
    confirm.hidden = true;
    return say("Nothing to check yet: type the post, or add a picture.");
  }
  if (typeof found.verdict !== "string" || typeof found.html !== "string") return fail("The answer means nothing.");
  report.innerHTML = found.html; // every word in it was escaped by the desk
  place(found.rules);
  report.style.minHeight = "";
  document.body.dataset.verdict = found.verdict;
  say(found.said);
  for (const one of found.pictures) {
    const card = cards().find((other) => other.dataset.picture === one.id);
    if (!card) continue;
    showFaces(card, one.faces);
    card.querySelector(".problems").innerHTML = one.problems.map((words) => `Not examined: ${words}`).join("<br>");
    card.dataset.level = one.level;
  }
  drawChecklist(found.checklist);
  wordingBox.hidden = !found.changes;
}

function drawChecklist(items) {
  const known = new Map([...checklist.children].map((line) => [line.dataset.declare, line]));
  const wanted = items.map((item) => item.declare);
  for (const [word, line] of known) if (!wanted.includes(word)) line.remove();
  for (const item of items) {
    if (known.has(item.declare)) continue;
    const box = made("input", { type: "checkbox", checked: declared.has(item.declare) });
    box.dataset.declare = item.declare;
    box.addEventListener("change", () => {
      find("confirm-again").textContent = "";
      if (box.checked) declared.add(item.declare);
      else declared.delete(item.declare);
      changed(false);
    });
    const words = made("span");
    words.innerHTML = item.html;
    const line = made("li", {}, made("label", {}, box, words));
    line.dataset.declare = item.declare;
    checklist.append(line);
  }
  for (const word of [...declared]) if (!wanted.includes(word)) declared.delete(word);
  confirm.hidden = !items.length;
}

for (const field of document.querySelectorAll("[data-field], [data-channel]")) {
  const content = field.dataset.channel !== undefined || CONTENT.includes(field.dataset.field);
  field.addEventListener("input", () => changed(content));
}
find("post").addEventListener("submit", (event) => event.preventDefault());
bindPictures(changed, postNow);
bindWording(postNow, (words) => {
  text.value = words;
  changed(true);
  text.focus();
});
document.addEventListener("desk-lost", () => fail("The desk cannot be reached."));
document.addEventListener("desk-found", () => changed(false));
addEventListener("beforeunload", (event) => {
  if (document.body.classList.contains("lost") && text.value) event.preventDefault();
});

find("save").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = find("saved");
  told.textContent = "Saving …";
  try {
    const said = { post: postNow(), folder: find("folder").value, name: find("name").value };
    const { saved, go } = await tell(`/s/${sheet}/save`, said);
    told.replaceChildren(`Saved: ${saved} `, made("a", { href: go }, "See it checked there, and sign it off"));
  } catch (problem) {
    told.textContent = problem.message;
  }
});

changed(false);
