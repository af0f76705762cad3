// Suggested wording: each change shown first, then the text with those that are chosen.

import { made, tell } from "./talk.js";

const { sheet } = document.body.dataset;
const box = document.getElementById("wording");

export function bindWording(postNow, useText) {
  document.getElementById("suggest").addEventListener("click", async () => {
    box.textContent = "Looking …";
    const post = postNow();
    try {
      show(await tell(`/s/${sheet}/wording`, { post }), post, postNow, useText);
    } catch (problem) {
      box.textContent = problem.message;
    }
  });
}

/** Forget suggestions that were made for another text. */
export function clearWording() {
  box.replaceChildren();
}

function show({ changes, elsewhere }, post, postNow, useText) {
  const boxes = changes.map((one, number) =>
    made("input", { type: "checkbox", checked: Boolean(one.wording), value: String(number) }));
  const lines = changes.map((one, number) =>
    made(
      "li",
      {},
      made(
        "label",
        {},
        boxes[number],
        made(
          "span",
          {},
          one.before,
          made("del", {}, one.written),
          " ",
          one.wording ? made("ins", {}, one.wording) : made("em", {}, "(left out)"),
          one.after,
        ),
      ),
    ));
  const others = elsewhere.map((one) =>
    made("li", {}, `To change by hand: “${one.written}”${one.wording ? ` → “${one.wording}”` : ", better left out"}`));
  const outcome = made("div", { role: "status" });
  const go = made("button", { type: "button" }, "Show the corrected text");
  go.addEventListener("click", () => {
    const chosen = boxes.filter((one) => one.checked).map((one) => Number(one.value));
    correct(outcome, { changes, chosen, post, postNow, useText });
  });
  for (const one of boxes) one.addEventListener("change", () => outcome.replaceChildren());
  box.replaceChildren(
    made("ul", { className: "changes plain" }, ...lines, ...others),
    ...(lines.length ? [go] : []),
    outcome,
  );
}

async function correct(outcome, { changes, chosen, post, useText }) {
  outcome.textContent = "Checking the corrected text …";
  try {
    const pairs = changes.map((one) => [one.written, one.wording]);
    const { text, said } = await tell(`/s/${sheet}/corrected`, { post, chosen, changes: pairs });
    const copy = made("button", { type: "button" }, "Copy corrected text");
    const use = made("button", { type: "button" }, "Put it into the post");
    const copied = made("span", { role: "status" });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        copied.textContent = " Copied.";
      } catch {
        copied.textContent = " The browser does not let the page copy: select the text and copy it yourself.";
      }
    });
    use.addEventListener("click", () => useText(text));
    outcome.replaceChildren(
      made("p", {}, made("strong", {}, `With these changes: ${said}`)),
      made("pre", { className: "look", tabIndex: 0, ariaLabel: "Corrected text" }, text),
      made("div", { className: "buttons" }, copy, use, copied),
    );
  } catch (problem) {
    outcome.textContent = problem.message;
  }
}
