// Errors, with advice.

import { find } from "./dom.js";

/** A title and advice for each status; 0 if there was no response. */
const MESSAGES = new Map([
  [
    0,
    ["The service cannot be reached", "Check that `cleancopy serve` is running and the network works, then try again."],
  ],
  [400, ["Invalid request", "Reload this page: its version may differ from that of the service."]],
  [403, ["This URL may not be fetched", "Only public addresses are fetched. Save the page yourself, and drop the file here."]],
  [404, ["Not found", "Reload this page to see what the service offers now."]],
  [408, ["The page took too long to arrive", "Try again. If it fails again, save the page and drop the file here."]],
  [413, ["This page is too large", "Give a smaller part of it: the HTML around the article, or its text."]],
  [415, ["This is not a page", "Give HTML or plain text."]],
  [422, ["The page cannot be read", "Check that this is the file that you meant."]],
  [429, ["Too many requests", "Wait a moment, then try again."]],
  [502, ["The page could not be fetched", "Open it in a browser, save it, and drop the file here."]],
  [503, ["The service is busy", "Nothing is lost. Try again in a moment."]],
  [
    504,
    ["The page takes too long", "Give a smaller part of it. If it was to be fetched, save it and drop the file here."],
  ],
]);
const OTHER_MESSAGE = ["Something went wrong", "Try again. If it fails again, please report it with this page."];

let timer = 0;

/** Shows an error `{ status, message, seconds }`; `retry` is called by the button. */
export function showError(error, retry) {
  clearInterval(timer);
  const isOffline = !navigator.onLine && error.status === 0;
  const [title, advice] = MESSAGES.get(error.status) ?? OTHER_MESSAGE;
  find("error-title").textContent = error.status ? `${title} (${error.status})` : title;
  find("error-text").textContent = isOffline ? "This browser is offline." : error.message;
  find("error-advice").textContent = advice;
  const button = find("error-retry");
  button.hidden = !retry;
  button.onclick = () => {
    hideError();
    retry();
  };
  startCountdown(button, error.seconds);
  find("error").hidden = false;
  find("error").scrollIntoView({ block: "nearest" });
}

/** Disables the button for the seconds that the service asked for. */
function startCountdown(button, seconds) {
  let left = Math.min(seconds ?? 0, 120);
  const show = () => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
    if (left-- <= 0) clearInterval(timer);
  };
  show();
  if (left >= 0) timer = setInterval(show, 1000);
}

export function hideError() {
  clearInterval(timer);
  find("error").hidden = true;
}
