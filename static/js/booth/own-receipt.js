/** Whether a receipt (récépissé) is worth keeping: it must hold when its voter needs it. */
import { ReceiptError, readReceipt, verifyReceipt } from "../receipt-check.js";

/**
 * Make the function that judges the receipts of one election.
 *
 * A receipt of another election, of other bytes under the same identifier or of another signature
 * would prove nothing later, when a ballot is missing; so it is refused while the voter is there.
 *
 * @param {{uuid: string, fingerprint: string}} election as the worker opened it
 * @param {string} key the published key of receipts, PEM
 * @returns {(answer: {tracker: string, receipt: string}, tracker: string) => Promise<boolean>}
 */
export function receiptJudge({ uuid, fingerprint }, key) {
  const signed = JSON.stringify(["secret-vote", uuid, fingerprint]);
  return async ({ tracker, receipt }, expected) => {
    try {
      const found = await payloadOf(receipt, key);
      const about = JSON.stringify([found.kind, found.election, found.fingerprint]);
      return about === signed && [tracker, found.tracker].every((one) => one === expected);
    } catch (fault) {
      if (fault instanceof ReceiptError) {
        return false;
      }
      throw fault;
    }
  };
}

/** Read what the key signed; a browser without Ed25519 reads it unverified. */
async function payloadOf(receipt, key) {
  try {
    return await verifyReceipt(receipt, key);
  } catch (fault) {
    if (fault instanceof ReceiptError && fault.code === "receipt.unsupported") {
      return readReceipt(receipt);
    }
    throw fault;
  }
}
