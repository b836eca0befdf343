// The routes of the service, and their errors.

/** An error of the service: its status (0 without a response), code, message, and the seconds to wait. */
export class ServiceError extends Error {
  constructor(status, code, message, seconds = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.seconds = seconds;
  }
}

export const fetchAbout = () => fetchJson("about");
export const fetchSamples = async () => (await fetchJson("samples")).samples;
export const fetchSample = async (name) => (await send(`samples/${encodeURIComponent(name)}`)).text();

/** Fetches the trace of a page; adds a performance mark when it is complete. */
export async function explain(source, mode, signal) {
  const response = await post("explain", { ...source.request, mode }, signal);
  const body = await readText(response);
  performance.mark("cleancopy:answer");
  return JSON.parse(body);
}

/** Fetches a page in an output, with its media type. */
export async function render(source, mode, output, signal) {
  return (await post(`extract?output=${encodeURIComponent(output)}`, { ...source.request, mode }, signal)).blob();
}

export async function compare(source, tool, signal) {
  return JSON.parse(await readText(await post("compare", { ...source.request, tool }, signal)));
}

async function fetchJson(path) {
  return JSON.parse(await readText(await send(path)));
}

function post(path, body, signal) {
  const headers = { "Content-Type": "application/json", Accept: "*/*" };
  return send(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function send(path, options = {}) {
  const settings = { ...options, credentials: "omit", redirect: "error", cache: "no-store" };
  const response = await catchNetworkErrors(fetch(path, settings));
  if (response.ok) return response;
  throw await readError(response);
}

const readText = (response) => catchNetworkErrors(response.text());

/** Awaits a network promise, and turns a network failure into a ServiceError. */
async function catchNetworkErrors(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError(0, "offline", "The service did not answer.");
  }
}

async function readError(response) {
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const document = await response.json().catch(() => null);
  const { code = "unknown", message = "" } = document?.error ?? {};
  return new ServiceError(response.status, String(code), String(message), Number.isFinite(wait) ? wait : null);
}
