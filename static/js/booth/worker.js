/** The booth's worker (isoloir): holds the codes and does all the mathematics of a vote. */
import { Vault } from "./vault.js";
import { answer } from "./worker-channel.js";

const vault = new Vault();

answer(globalThis, {
  open: (bytes) => vault.open(bytes),
  takeCode: (line, code) => vault.takeCode(line, code),
  seal: (line, choice) => vault.seal(line, choice),
});
