// Judges one webhook: reads {key, public, headers, body} from standard input, verifies the
// signatures, prints the event's id. HMAC by the library of Standard Webhooks, Ed25519 by Node.
import { Webhook } from "standardwebhooks";
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const { key, publicKey, headers, body } = JSON.parse(readFileSync(0, "utf8"));
if (key) {
  new Webhook(key).verify(body, headers);
}
if (publicKey) {
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(publicKey, "base64")]);
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const good = headers["webhook-signature"]
    .split(" ")
    .filter((s) => s.startsWith("v1a,"))
    .some((s) => verify(null, Buffer.from(signed), createPublicKey({ key: der, format: "der", type: "spki" }), Buffer.from(s.slice(4), "base64")));
  if (!good) {
    throw new Error("no Ed25519 signature is good");
  }
}
console.log(headers["webhook-id"]);
