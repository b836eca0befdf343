// Elements. Text of a page is only ever inserted by `textContent`.

export const find = (id) => document.getElementById(id);

/**
 * An element: `make("li.block", { text, title, data: { block }, on: { click } }, …children)`.
 * The tag, its classes and the attribute names never come from a page.
 */
export function make(selector, options = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "classes") element.className += ` ${value}`;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "on")
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Elements of a text with code between backticks. */
export const makeCodeSpans = (text) =>
  text.split("`").map((part, i) => make(i % 2 ? "code" : "span", { text: part }));

/** Sets a style property by CSSOM: the security policy forbids style attributes in markup. */
export function setStyle(element, property, value) {
  element.style.setProperty(property, value);
  return element;
}

/** Replaces the children of an element by elements built from items. */
export function fill(parent, items, build) {
  const fragment = document.createDocumentFragment();
  for (const item of items) fragment.append(build(item));
  parent.replaceChildren(fragment);
}

const BATCH = 50;

/**
 * Puts elements into batches, which the browser lays out only when they are visible. So the first screen of a page of
 * thousands of blocks appears at once. `height` is the height of an element, in pixels.
 */
export function makeBatches(elements, height) {
  const batches = [];
  for (let from = 0; from < elements.length; from += BATCH) {
    const batch = make("div.batch", { role: "presentation" }, ...elements.slice(from, from + BATCH));
    batches.push(setHeight(batch, height * batch.children.length));
  }
  return batches;
}

/** Sets the height of a batch that has not been laid out yet. */
export const setHeight = (batch, height) => setStyle(batch, "--height", `${height}px`);

/** Calls `listener` with the closest element that has `data-block`, for events anywhere in `parent`. */
export function onBlockEvent(parent, event, listener) {
  parent.addEventListener(event, (domEvent) => {
    const element = domEvent.target.closest?.("[data-block]");
    if (element && parent.contains(element)) listener(Number(element.dataset.block), domEvent);
  });
}
