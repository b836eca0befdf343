// The keyboard. Text fields handle their own keys.

import { find } from "./dom.js";

const TEXT_FIELDS = "input:not([type=radio]), textarea, select";
const ARROW_KEY_USERS = "#fields, #compare, #save-menu, [role=tablist], fieldset, summary";

/** Listens for keys; `on` has the action of each key. */
export function listen(on) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || find("help").open) return;
    const target = event.target;
    if (event.key === "Escape") {
      on.escape(target);
    } else if (!target.closest(TEXT_FIELDS) && handleKey(event, target, on)) {
      event.preventDefault();
    } else if (target.id === "search" && ["Enter", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      on.leaveSearch();
    }
  });
}

/** Runs the action of a key, and returns whether it had one. */
function handleKey(event, target, on) {
  const arrows = !target.closest(ARROW_KEY_USERS);
  switch (event.key) {
    case "j":
      return on.step(1, target);
    case "k":
      return on.step(-1, target);
    case "ArrowDown":
      return arrows && on.step(1, target);
    case "ArrowUp":
      return arrows && on.step(-1, target);
    case "Home":
      return arrows && on.step(-Infinity, target);
    case "End":
      return arrows && on.step(Infinity, target);
    case "Enter":
      return !target.closest("button, a, summary, label") && on.open();
    case "/":
      return on.search();
    case "m":
      return on.mode();
    case "?":
      return on.help();
    default:
      return false;
  }
}
