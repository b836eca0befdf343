// The service's routes, and what can go wrong on the way to them.

/** An answer that is no answer: its status (0 where nobody answered), code, words, and the seconds to wait. */
export class Trouble extends Error {
  constructor(status, code, message, seconds = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.seconds = seconds;
  }
}

export const about = () => json("about");
export const samples = async () => (await json("samples")).samples;
export const sample = async (name) => (await ask(`samples/${encodeURIComponent(name)}`)).text();

/** The trace of a page; marks in the performance log when all of it is there. */
export async function explain(source, mode, signal) {
  const answer = await post("explain", { ...source.request, mode }, signal);
  const body = await whole(answer);
  performance.mark("cleancopy:answer");
  return JSON.parse(body);
}

/** The page in some output, with its media type. */
export async function render(source, mode, output, signal) {
  return (await post(`extract?output=${encodeURIComponent(output)}`, { ...source.request, mode }, signal)).blob();
}

export async function compare(source, peer, signal) {
  return JSON.parse(await whole(await post("compare", { ...source.request, with: peer }, signal)));
}

async function json(path) {
  return JSON.parse(await whole(await ask(path)));
}

function post(path, body, signal) {
  const headers = { "Content-Type": "application/json", Accept: "*/*" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function ask(path, options = {}) {
  const answer = await reached(fetch(path, { ...options, credentials: "omit", redirect: "error", cache: "no-store" }));
  if (answer.ok) return answer;
  throw await troubleOf(answer);
}

const whole = (answer) => reached(answer.text());

/** What a promise of the network gives; where the network failed, a Trouble that says so. */
async function reached(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble(0, "offline", "The service did not answer.");
  }
}

async function troubleOf(answer) {
  const wait = Number.parseInt(answer.headers.get("Retry-After") ?? "", 10);
  const told = await answer.json().catch(() => null);
  const { code = "unknown", message = "" } = told?.error ?? {};
  return new Trouble(answer.status, String(code), String(message), Number.isFinite(wait) ? wait : null);
}
