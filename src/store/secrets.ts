// Encrypts tokens and secrets at rest: AES-256-GCM, the id of the key stored with each value so that keys can rotate.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export interface Cipher {
  encrypt(plain: string): string;
  /** @throws when the key is gone or the value was changed */
  decrypt(stored: string): string;
}

/** The first key encrypts; all decrypt. */
export function createCipher(keys: readonly [{ id: string; key: Buffer }, ...{ id: string; key: Buffer }[]]): Cipher {
  const [current] = keys;
  return {
    encrypt(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", current.key, nonce);
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return [
        current.id,
        nonce.toString("base64"),
        cipher.getAuthTag().toString("base64"),
        sealed.toString("base64"),
      ].join(":");
    },
    decrypt(stored) {
      const [id, nonce = "", tag = "", sealed = ""] = stored.split(":");
      const found = keys.find((candidate) => candidate.id === id);
      if (!found)
        throw new Error(`ENCRYPTION_KEYS no longer holds the key "${id}" that a stored secret was encrypted with.`);
      // A shorter tag would be accepted too, and could be guessed.
      const options = { authTagLength: 16 };
      const decipher = createDecipheriv("aes-256-gcm", found.key, Buffer.from(nonce, "base64"), options);
      decipher.setAuthTag(Buffer.from(tag, "base64"));
      return Buffer.concat([decipher.update(Buffer.from(sealed, "base64")), decipher.final()]).toString("utf8");
    },
  };
}
