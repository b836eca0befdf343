// The views, as tabs. On a wide screen the page is always beside the selected view.

import { find } from "./dom.js";

const list = find("tabs");
const tabs = [...list.children];
const narrow = matchMedia("(max-width: 759px)");

let onShown = () => {};
const scrollPositions = new Map(); // on a narrow screen all views share the window's scroll bar

/** Shows the view of a tab, such as "copy". */
export function showTab(name, { focus = false } = {}) {
  for (const tab of tabs) {
    const isSelected = tab.id === `tab-${name}`;
    tab.ariaSelected = String(isSelected);
    tab.tabIndex = isSelected ? 0 : -1;
    find(tab.getAttribute("aria-controls")).classList.toggle("selected", isSelected);
    if (isSelected && focus) tab.focus();
  }
  if (narrow.matches) restoreScroll(document.body.dataset.view, name);
  document.body.dataset.view = name;
  onShown(name);
}

function restoreScroll(from, to) {
  if (from === to || !list.offsetParent) return;
  const top = find("panes").getBoundingClientRect().top + scrollY - list.offsetHeight;
  scrollPositions.set(from, scrollY);
  scrollTo(0, Math.max(scrollPositions.get(to) ?? 0, Math.min(scrollY, top)));
}

export const isNarrow = () => narrow.matches;

/** Starts the tabs; `on.onShown(name)` is called whenever a view becomes visible. */
export function startTabs(on) {
  showTab("copy");
  onShown = on.onShown;
  narrow.addEventListener("change", () => {
    if (!narrow.matches && document.body.dataset.view === "page") showTab("copy");
  });
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) showTab(getTabName(tab));
  });
  list.addEventListener("keydown", (event) => {
    const visibleTabs = tabs.filter((tab) => tab.offsetParent);
    const current = visibleTabs.indexOf(event.target);
    const next = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: visibleTabs.length - 1 }[event.key];
    if (current < 0 || next === undefined) return;
    event.preventDefault();
    showTab(getTabName(visibleTabs[(next + visibleTabs.length) % visibleTabs.length]), { focus: true });
  });
}

const getTabName = (tab) => tab.id.slice("tab-".length);
