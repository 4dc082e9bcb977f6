// What may be stored as a signing secret or an API key, whoever gave it out; what a sender knows of its own comes after.

/** A token of RingCentral's is about 1,000 characters long, a public key of 4,096 bits 736. */
const longestKey = 4_000;

/** @param what begins the sentence, such as "The secret"; null: it may be stored */
export function wrongKey(what: string, text: string): string | null {
  if (text.length > longestKey)
    return `${what} is longer than 4,000 characters. Copy it anew from the sender, and nothing that stands around it.`;
  // No header may hold anything else, and no sender gives out anything else.
  return /^[\x20-\x7e]*$/.test(text)
    ? null
    : `${what} holds a character that no key has, such as an invisible one or a letter that is not Latin. Copy it anew from the sender.`;
}
