// Who can be recognised in a picture: faces framed, the roll searched by name, and those who were named.

import { ask, made } from "./talk.js";

const QUIET = 150;

/** What is said of the people in the picture of a card, kept with the card. */
const said = new WeakMap();

export function peopleOf(card) {
  const { people, nobody } = said.get(card);
  if (nobody) return [];
  return people.length ? people.map(({ ref, face }) => ({ ref, face })) : null;
}

/** Forget which face is whose: the picture is another one now. */
export function forgetFaces(card) {
  const state = said.get(card);
  state.people = state.people.map((one) => ({ ...one, face: null }));
  state.chosen = null;
  state.faces = [];
  draw(card);
}

export function bindPeople(card, changed) {
  const known = JSON.parse(card.dataset.people);
  const state = { people: known || [], nobody: known !== null && !known.length, faces: [], chosen: null, changed };
  said.set(card, state);
  const nobody = card.querySelector(".nobody");
  nobody.checked = state.nobody;
  nobody.addEventListener("change", () => {
    state.nobody = nobody.checked;
    if (nobody.checked) state.people = [];
    draw(card);
    changed();
  });
  bindSearch(card, state);
  draw(card);
}

export function showFaces(card, faces) {
  const state = said.get(card);
  if (JSON.stringify(state.faces) === JSON.stringify(faces)) return;
  state.faces = faces;
  draw(card);
}

function name(card, ref, shown) {
  const state = said.get(card);
  const face = state.chosen;
  state.people = state.people.filter((one) => one.ref !== ref && (face === null || one.face !== face));
  state.people.push({ ref, shown, face });
  state.nobody = false;
  state.chosen = null;
  draw(card);
  state.changed();
}

function draw(card) {
  const state = said.get(card);
  card.querySelector(".nobody").checked = state.nobody;
  drawFaces(card, state);
  const named = card.querySelector(".named");
  named.replaceChildren(
    ...state.people.map((one) => {
      const face = one.face === null ? "" : `Face ${one.face + 1}: `;
      const remove = made("button", { type: "button", ariaLabel: `Not ${one.shown}` }, "Remove");
      remove.addEventListener("click", () => {
        state.people = state.people.filter((other) => other !== one);
        draw(card);
        card.querySelector("[role=combobox]").focus();
        state.changed();
      });
      return made("li", {}, made("span", {}, face + one.shown), " ", remove);
    }),
  );
  const label = card.querySelector(".combo label");
  label.textContent = state.chosen === null ? "Search the roll by name" : `Who is face ${state.chosen + 1}?`;
  const open = state.faces.length - new Set(state.people.map((one) => one.face).filter((face) => face !== null)).size;
  card.querySelector(".faces-help").textContent = state.nobody || !state.faces.length || !open
    ? ""
    : `${state.faces.length === 1 ? "1 face is" : `${state.faces.length} faces are`} framed. ` +
      "Click a frame, then say who it is.";
}

function drawFaces(card, state) {
  const layer = card.querySelector(".faces");
  const buttons = [...layer.children];
  if (buttons.length !== state.faces.length) {
    layer.replaceChildren(
      ...state.faces.map((_, number) => {
        const button = made("button", { type: "button", className: "face" }, made("span", {}, String(number + 1)));
        button.addEventListener("click", () => {
          state.chosen = state.chosen === number ? null : number;
          draw(card);
          if (state.chosen !== null) card.querySelector("[role=combobox]").focus();
        });
        return button;
      }),
    );
  }
  [...layer.children].forEach((button, number) => {
    const [left, top, width, height] = state.faces[number];
    Object.assign(button.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    const one = state.people.find((person) => person.face === number);
    button.ariaLabel = `Face ${number + 1}: ${one ? one.shown : "not named"}`;
    button.title = one ? one.shown : "Who is this?";
    button.ariaPressed = String(state.chosen === number);
    button.classList.toggle("is-named", Boolean(one));
  });
}

// The search: a combo box with a list (WAI-ARIA Authoring Practices)

function bindSearch(card, state) {
  const input = card.querySelector("[role=combobox]");
  const list = card.querySelector("[role=listbox]");
  const told = card.querySelector(".found-said");
  let timer = 0;
  let turn = 0;
  let active = -1;

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
  };
  const activate = (number) => {
    const options = [...list.children];
    if (!options.length) return;
    active = (number + options.length) % options.length;
    options.forEach((option, place) => (option.ariaSelected = String(place === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    name(card, option.dataset.ref, option.textContent);
    input.value = "";
    told.textContent = "";
    close();
    input.focus();
  };
  const search = async () => {
    const words = input.value.trim();
    const mine = ++turn;
    if (!words) {
      told.textContent = "";
      return close();
    }
    let found;
    try {
      found = await ask(`/people?q=${encodeURIComponent(words)}`);
    } catch (problem) {
      told.textContent = problem.message;
      return close();
    }
    if (mine !== turn) return;
    close();
    list.replaceChildren(
      ...found.map(({ ref, shown }, number) => {
        const option = made("li", { id: `${list.id}-${number}`, role: "option" }, shown);
        option.dataset.ref = ref;
        option.ariaSelected = "false";
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(option));
        return option;
      }),
    );
    list.hidden = !found.length;
    input.ariaExpanded = String(Boolean(found.length));
    told.textContent = found.length ? `${found.length} found.` : "Nobody of this name is on the lists.";
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, QUIET);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      activate(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active >= 0) choose(list.children[active]);
      else if (list.children.length === 1) choose(list.children[0]);
    } else if (event.key === "Escape") {
      if (list.hidden && state.chosen !== null) {
        state.chosen = null;
        draw(card);
      }
      close();
    }
  });
  input.addEventListener("blur", close);
}
