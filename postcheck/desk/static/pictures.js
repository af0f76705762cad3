// Pictures: dropped, chosen or pasted; covered, and taken away.

import { base, made, send, tell } from "./talk.js";
import { bindPeople, forgetFaces } from "./people.js";

const { sheet, largest, most } = document.body.dataset;
const list = document.getElementById("pictures");
const uploads = document.getElementById("uploads");

export const cards = () => [...list.children];

export const address = (card) => `/s/${sheet}/pictures/${card.dataset.picture}`;

/** Bind what can be done with pictures; `changed(other)` is called when a post has changed, and whether its text or pictures have. */
export function bindPictures(changed, postNow) {
  for (const card of cards()) bind(card, changed, postNow);
  const drop = document.getElementById("drop");
  const choose = document.getElementById("choose");
  choose.addEventListener("change", () => {
    add([...choose.files], changed, postNow);
    choose.value = "";
  });
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files], changed, postNow);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    add(files, changed, postNow);
  });
}

async function add(files, changed, postNow) {
  const problems = [];
  for (const [number, file] of files.entries()) {
    uploads.textContent = `Taking in ${number + 1} of ${files.length} …`;
    if (file.size > Number(largest)) {
      problems.push(`${file.name}: it is larger than ${Math.floor(largest / 1e6)} MB. Export it smaller.`);
      continue;
    }
    if (cards().length >= Number(most)) {
      problems.push(`${file.name}: a post on the desk has ${most} pictures at most.`);
      continue;
    }
    changed.hold(1);
    try {
      const { html } = await send(`/s/${sheet}/pictures?name=${encodeURIComponent(file.name)}`, file);
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const card = holder.content.firstElementChild;
      list.append(card);
      bind(card, changed, postNow);
    } catch (problem) {
      problems.push(`${file.name}: ${problem.message}`);
    } finally {
      changed.hold(-1);
    }
    changed(true);
  }
  const taken = files.length - problems.length;
  const words = taken ? [`${taken === 1 ? "1 picture" : `${taken} pictures`} added.`] : [];
  uploads.replaceChildren(...[...words, ...problems].map((one) => made("span", { className: "line" }, one)));
}

function bind(card, changed, postNow) {
  bindPeople(card, () => changed(false));
  const photo = card.querySelector(".photo");
  photo.querySelector("img").addEventListener("error", () => photo.classList.add("unseen"));
  card.querySelector(".alt").addEventListener("input", () => changed(true));
  card.querySelector(".remove").addEventListener("click", async () => {
    try {
      await tell(`${address(card)}/remove`, {});
    } catch (problem) {
      if (problem.status !== 404) return (card.querySelector(".covered").textContent = problem.message);
    }
    card.remove();
    uploads.textContent = `${card.dataset.name} is removed.`;
    document.getElementById("choose").focus();
    changed(true);
  });
  card.querySelector(".cover").addEventListener("click", () => cover(card, changed, postNow));
}

async function cover(card, changed, postNow) {
  const shown = card.querySelector(".covered");
  const button = card.querySelector(".cover");
  const faces = card.querySelector(".cover-faces").checked;
  button.disabled = true;
  shown.textContent = "Covering, and looking at the copy again …";
  try {
    const { said, name } = await tell(`${address(card)}/cover`, { post: postNow(), faces });
    const version = Date.now();
    const pair = made(
      "div",
      { className: "pair" },
      half("Before", `${base}${address(card)}/shown?${version}`, "The picture before"),
      half("After", `${base}${address(card)}/copy?${version}`, "The safe copy"),
    );
    const download = made("a", { href: `${base}${address(card)}/download`, download: name, className: "button-like" },
      "Download the safe copy");
    const use = made("button", { type: "button" }, "Use it in this post");
    use.addEventListener("click", () => useCopy(card, changed));
    shown.replaceChildren(made("p", {}, said), pair, made("div", { className: "buttons" }, download, use));
  } catch (problem) {
    shown.textContent = problem.message;
  }
  button.disabled = false;
  if (document.activeElement === document.body) button.focus();
}

function half(words, source, alt) {
  return made("figure", {}, made("img", { src: source, alt }), made("figcaption", {}, words));
}

async function useCopy(card, changed) {
  const shown = card.querySelector(".covered");
  try {
    const { name } = await tell(`${address(card)}/use`, {});
    card.dataset.name = name;
    card.querySelector("h3").textContent = name;
    const image = card.querySelector(".photo img");
    image.src = `${base}${address(card)}/shown?${Date.now()}`;
    image.alt = `The picture ${name}`;
    forgetFaces(card);
    shown.textContent = "The safe copy is in the post now.";
    card.querySelector(".cover").focus();
    changed(true);
  } catch (problem) {
    shown.textContent = problem.message;
  }
}
