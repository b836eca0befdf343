// What went wrong, and what to do about it.

import { find } from "./dom.js";

/** By status, or 0 where nobody answered: a title, and advice beyond what the service says. */
const KNOWN = new Map([
  [
    0,
    ["The service is out of reach", "See whether `cleancopy serve` still runs and the network is up, then try again."],
  ],
  [400, ["The service did not understand", "Reload this page: it may be of another version than the service."]],
  [403, ["This address is not fetched", "Only public addresses are. Save the page yourself, and drop the file here."]],
  [404, ["This is not there", "Reload this page to see what the service offers now."]],
  [408, ["The page took too long to arrive", "Try again; if it stays so, save the page and drop the file here."]],
  [413, ["This page is too large", "Give a smaller part of it: the piece of HTML around the article, or its text."]],
  [415, ["This is no page", "Give HTML or plain text."]],
  [422, ["The page cannot be read", "See whether the file is what you meant to give."]],
  [429, ["Too many requests", "Wait a moment, then try again."]],
  [502, ["The page could not be fetched", "Open it in a browser, save it, and drop the file here."]],
  [503, ["The service is busy", "Nothing is lost: try again in a moment."]],
  [
    504,
    ["The page takes too long", "Give a smaller part of it; if it was to be fetched, save it and drop the file here."],
  ],
]);
const OTHERS = ["Something went wrong", "Try again; if it stays so, please report it with the page that shows it."];

let timer = 0;

/** Shows a Trouble; `retry` is called when the reader asks for it. */
export function showTrouble(trouble, retry) {
  clearInterval(timer);
  const offline = !navigator.onLine && trouble.status === 0;
  const [title, advice] = KNOWN.get(trouble.status) ?? OTHERS;
  find("trouble-title").textContent = trouble.status ? `${title} (${trouble.status})` : title;
  find("trouble-text").textContent = offline ? "This browser is offline." : trouble.message;
  find("trouble-advice").textContent = advice;
  const button = find("trouble-retry");
  button.hidden = !retry;
  button.onclick = () => {
    hideTrouble();
    retry();
  };
  count(button, trouble.seconds);
  find("trouble").hidden = false;
  find("trouble").scrollIntoView({ block: "nearest" });
}

/** Shuts the button until the seconds are over that the service asked for. */
function count(button, seconds) {
  let left = Math.min(seconds ?? 0, 120);
  const show = () => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
    if (left-- <= 0) clearInterval(timer);
  };
  show();
  if (left >= 0) timer = setInterval(show, 1000);
}

export function hideTrouble() {
  clearInterval(timer);
  find("trouble").hidden = true;
}
