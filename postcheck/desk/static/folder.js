// Folders of drafts: opened, watched while they are checked, and signed off one by one.

import { ask, made, place, tell } from "./talk.js";

const { waiting, opened, rules, look } = document.body.dataset;
const ROUND = 700;
const find = (identity) => document.getElementById(identity);

async function follow(where, work) {
  if (where) where.textContent = "One moment …";
  try {
    location.assign((await work()).go);
  } catch (problem) {
    if (where) where.textContent = problem.message;
  }
}

async function wait() {
  let said;
  try {
    said = await ask(`/f/${waiting}/state`);
  } catch (problem) {
    find("progress").textContent = problem.message;
    return;
  }
  if (said.ready) return location.reload();
  if (said.total) find("progress").textContent = `${said.done} of ${said.total} checked.`;
  setTimeout(wait, ROUND);
}

if (waiting) setTimeout(wait, ROUND / 2);
if (rules) place(JSON.parse(rules));

find("open")?.addEventListener("submit", (event) => {
  event.preventDefault();
  follow(find("opening"), () => tell("/folders", { path: find("path").value }));
});
document.querySelector(".open-one")?.addEventListener("click", (event) => {
  follow(find("opening"), () => tell("/folders", { path: event.target.dataset.path }));
});
find("again")?.addEventListener("click", () => follow(null, () => tell(`/f/${opened}/again`, {})));

find("sign")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = find("as").value;
  const settles = find("settles");
  if (!name) {
    settles.textContent = "Choose who signs.";
    return;
  }
  settles.textContent = "One moment …";
  try {
    const { lines } = await tell(`/f/${opened}/settles`, { as: name });
    const sure = made("button", { type: "button" }, `Sign off as ${name}`);
    sure.addEventListener("click", () => follow(settles, () => tell(`/f/${opened}/sign`, { as: name, look })));
    settles.replaceChildren(...lines.map((line) => made("p", {}, line)), sure);
  } catch (problem) {
    settles.textContent = problem.message;
  }
});
find("as")?.addEventListener("change", () => find("settles").replaceChildren());

