// Asking the service. Every way in which it can fail comes out as a Problem with a sentence for the reader.

const PATIENCE = 30_000;
const DOWN = "问答服务没有回应，可能正在重启或已经停止。请稍后再试；一直这样，请告诉管理员。";

export class Problem extends Error {
  /** `wait` is the number of seconds after which the service wants to be asked again. */
  constructor(message, wait = 0) {
    super(message);
    this.wait = wait;
  }
}

function seconds(header) {
  if (!header) return 0;
  const stated = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(stated) ? Math.min(Math.max(Math.ceil(stated), 0), 3600) : 0;
}

async function explanation(response) {
  try {
    return (await response.json()).detail || "";
  } catch {
    return "";
  }
}

/** POSTs JSON; resolves to the response where it is ok. Throws Problem, or AbortError where `signal` was aborted. */
export const post = (url, body, signal) => request("POST", url, { body, signal });

/** The same by any method, with further headers. */
export async function request(method, url, { body, headers = {}, signal } = {}) {
  const limit = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : null;
  const ended = new AbortController();
  const end = () => ended.abort();
  signal?.addEventListener("abort", end);
  limit?.addEventListener("abort", end);
  try {
    const response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: ended.signal,
    });
    if (response.ok) return { headers: response.headers, body: await response.blob() };
    const detail = await explanation(response);
    throw new Problem(detail || `服务没有正常回答（${response.status}）。请稍后再试。`, seconds(response.headers.get("Retry-After")));
  } catch (error) {
    if (error instanceof Problem || signal?.aborted) throw error;
    if (limit?.aborted) throw new Problem("等了 30 秒还没有回答，服务可能正忙。请稍后再试。");
    throw new Problem(navigator.onLine ? DOWN : "网络断开了。连上之后再试一次。");
  } finally {
    signal?.removeEventListener("abort", end);
  }
}
