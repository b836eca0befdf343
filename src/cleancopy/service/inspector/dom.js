// Elements. What comes from a page enters as text, by `textContent`, and nowhere else.

export const find = (id) => document.getElementById(id);

/**
 * An element: `make("li.block", { text, title, data: { number }, on: { click } }, …children)`.
 * The tag, its classes and the names of attributes are the inspector's own words.
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

/** Our own words with code between backticks, as elements. */
export const worded = (words) =>
  words.split("`").map((text, i) => make(i % 2 ? "code" : "span", { text }));

/** A style value by CSSOM: the policy forbids style attributes in markup. */
export function styled(element, property, value) {
  element.style.setProperty(property, value);
  return element;
}

/** Elements made of items, put in at once. */
export function fill(parent, items, build) {
  const fragment = document.createDocumentFragment();
  for (const item of items) fragment.append(build(item));
  parent.replaceChildren(fragment);
}

const BATCH = 50;

/**
 * Elements in batches, whose inside the browser leaves alone as long as they are out of sight: what is there already on
 * the screen of a page of thousands of blocks is then there at once. `tall` is what an element is high, in pixels.
 */
export function batched(elements, tall) {
  const batches = [];
  for (let from = 0; from < elements.length; from += BATCH) {
    const batch = make("div.batch", { role: "presentation" }, ...elements.slice(from, from + BATCH));
    batches.push(sized(batch, tall * batch.children.length));
  }
  return batches;
}

/** Tells how high a batch is before it has been in sight. */
export const sized = (batch, height) => styled(batch, "--tall", `${height}px`);

/** Calls `listener` with the closest element that has `data-number`, for events anywhere in `parent`. */
export function onNumber(parent, event, listener) {
  parent.addEventListener(event, (happened) => {
    const element = happened.target.closest?.("[data-number]");
    if (element && parent.contains(element)) listener(Number(element.dataset.number), happened);
  });
}
