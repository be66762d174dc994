/** Questions and answers between a page and its worker. */
import { BallotsError } from "./errors.js";

const POLICY = "pleniere-booth";
const policy = globalThis.trustedTypes?.createPolicy(POLICY, { createScriptURL: ownModule });

/** Let only modules of this folder become workers. */
function ownModule(url) {
  const folder = new URL(".", import.meta.url).href;
  if (!url.startsWith(folder) || !/^[a-z-]+\.js$/.test(url.slice(folder.length))) {
    throw new TypeError("not a module of the booth");
  }
  return url;
}

/**
 * Start a worker of this folder.
 *
 * @param {string} file "worker.js"
 * @returns {{ask: (operation: string, ...given: unknown[]) => Promise<unknown>,
 *     watch: (onProgress: Function, operation: string, ...given: unknown[]) => Promise<unknown>,
 *     stop: () => void}}
 */
export function startWorker(file) {
  const { href } = new URL(file, import.meta.url);
  const worker = new Worker(policy ? policy.createScriptURL(href) : href, { type: "module" });
  return connect(worker);
}

/** Ask over a port: one promise for each question; `watch` is told of its progress first. */
export function connect(port) {
  const waiting = new Map();
  let asked = 0;
  let isBroken = false;
  port.addEventListener("message", ({ data: answer }) => {
    const { resolve, reject, onProgress } = waiting.get(answer.id);
    if (answer.progress !== undefined) {
      onProgress(answer.progress);
      return;
    }
    waiting.delete(answer.id);
    if (answer.fault === undefined) {
      resolve(answer.value);
    } else {
      reject(new BallotsError(answer.fault.code, answer.fault.facts));
    }
  });
  port.addEventListener("error", () => {
    isBroken = true;
    waiting.forEach(({ reject }) => reject(new BallotsError("booth.no-worker")));
    waiting.clear();
  });
  const watch = (onProgress, operation, ...given) =>
    new Promise((resolve, reject) => {
      if (isBroken) {
        reject(new BallotsError("booth.no-worker"));
        return;
      }
      asked += 1;
      waiting.set(asked, { resolve, reject, onProgress });
      port.postMessage({ id: asked, operation, given });
    });
  const ask = (operation, ...given) => watch(() => {}, operation, ...given);
  return { ask, watch, stop: () => port.terminate?.() };
}

/** Answer over a port, one question after the other; an operation's last argument tells how far. */
export function answer(port, operations) {
  let last = Promise.resolve();
  port.addEventListener("message", ({ data: { id, operation, given } }) => {
    last = last.then(async () => {
      const tell = (progress) => port.postMessage({ id, progress });
      port.postMessage({ id, ...(await run(operations, operation, [...given, tell])) });
    });
  });
}

async function run(operations, operation, given) {
  try {
    return { value: await operations[operation](...given) };
  } catch (fault) {
    if (fault instanceof BallotsError) {
      return { fault: { code: fault.code, facts: fault.facts } };
    }
    return { fault: { code: "booth.unexpected", facts: {} } };
  }
}
