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
 * @returns {{ask: (operation: string, ...given: unknown[]) => Promise<unknown>, stop: () => void}}
 */
export function startWorker(file) {
  const { href } = new URL(file, import.meta.url);
  const worker = new Worker(policy ? policy.createScriptURL(href) : href, { type: "module" });
  return connect(worker);
}

/** Ask over a port: one promise for each question. */
export function connect(port) {
  const waiting = new Map();
  let asked = 0;
  let isBroken = false;
  port.addEventListener("message", ({ data: answer }) => {
    const { resolve, reject } = waiting.get(answer.id);
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
  const ask = (operation, ...given) =>
    new Promise((resolve, reject) => {
      if (isBroken) {
        reject(new BallotsError("booth.no-worker"));
        return;
      }
      asked += 1;
      waiting.set(asked, { resolve, reject });
      port.postMessage({ id: asked, operation, given });
    });
  return { ask, stop: () => port.terminate?.() };
}

/** Answer over a port, one question after the other. */
export function answer(port, operations) {
  let last = Promise.resolve();
  port.addEventListener("message", ({ data: { id, operation, given } }) => {
    last = last.then(async () => {
      port.postMessage({ id, ...(await run(operations, operation, given)) });
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
