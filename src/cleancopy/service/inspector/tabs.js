// The views, as tabs. On a wide screen the page itself is always beside the one that is chosen.

import { find } from "./dom.js";

const list = find("tabs");
const tabs = [...list.children];
const narrow = matchMedia("(max-width: 759px)");

let shown = () => {};
const scrolled = new Map(); // on a narrow screen all views share the window's scroll bar

/** Shows the view of a tab, such as "copy". */
export function choose(name, { focus = false } = {}) {
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.ariaSelected = String(chosen);
    tab.tabIndex = chosen ? 0 : -1;
    find(tab.getAttribute("aria-controls")).classList.toggle("chosen", chosen);
    if (chosen && focus) tab.focus();
  }
  if (narrow.matches) keepPlace(document.body.dataset.view, name);
  document.body.dataset.view = name;
  shown(name);
}

function keepPlace(from, to) {
  if (from === to || !list.offsetParent) return;
  const top = find("panes").getBoundingClientRect().top + scrollY - list.offsetHeight;
  scrolled.set(from, scrollY);
  scrollTo(0, Math.max(scrolled.get(to) ?? 0, Math.min(scrollY, top)));
}

export const isNarrow = () => narrow.matches;

/** Starts the tabs; `on.shown(name)` is called whenever a view comes into sight. */
export function startTabs(on) {
  choose("copy");
  shown = on.shown;
  narrow.addEventListener("change", () => {
    if (!narrow.matches && document.body.dataset.view === "page") choose("copy");
  });
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(nameOf(tab));
  });
  list.addEventListener("keydown", (event) => {
    const there = tabs.filter((tab) => tab.offsetParent);
    const at = there.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    choose(nameOf(there[(to + there.length) % there.length]), { focus: true });
  });
}

const nameOf = (tab) => tab.id.slice("tab-".length);
