// The keyboard. Keys of a field that is typed into are its own.

import { find } from "./dom.js";

const TYPED = "input:not([type=radio]), textarea, select";
const OWN_ARROWS = "#fields, #compare, #save-menu, [role=tablist], fieldset, summary";

/** Listens for keys; `on` has what each of them does. */
export function listen(on) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || find("help").open) return;
    const target = event.target;
    if (event.key === "Escape") {
      on.escape(target);
    } else if (!target.closest(TYPED) && act(event, target, on)) {
      event.preventDefault();
    } else if (target.id === "search" && ["Enter", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      on.found();
    }
  });
}

/** Does what a key says; tells whether it says anything here. */
function act(event, target, on) {
  const arrows = !target.closest(OWN_ARROWS);
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
