// Takes a field's name apart into words of one vocabulary: customerPhoneNumber and client_tel are both "client phone".

const synonyms: Record<string, string> = {
  client: "customer contact lead visitor subscriber buyer guest",
  from: "caller src calling",
  to: "called callee dst destination dialed",
  phone: "number num tel telephone mobile msisdn cell",
  agent: "employee operator manager staff seller rep owner responsible assignee user",
  extension: "ext internal",
  outcome: "status result disposition state",
  recording: "record audio mp3 wav",
  start: "started begin began begun",
  answered: "answer pickup accepted",
  end: "ended finish finished hangup stop closed",
  date: "time datetime timestamp created ts",
  duration: "length total sec second",
  talk: "billsec conversation speak spoken",
  message: "text comment body question note",
  rating: "rate mark star",
  score: "quality",
  channel: "messenger",
  dialog: "chat dialogue thread",
  meeting: "conference",
  email: "mail",
  name: "fullname fio",
  id: "uuid guid uid ref reference",
  company: "organization organisation firm",
  participant: "attendee invitee",
  organizer: "host",
  tag: "label",
  page: "landing referrer referer",
  title: "subject topic",
  line: "did trunk pool",
};

/** "caller" → "from"; a word without a synonym stands for itself. Plurals count as one. */
const meanings = new Map(
  Object.entries(synonyms).flatMap(([word, others]) => others.split(" ").map((other) => [singular(other), word])),
);

/** customerPhoneNumber, customer_phone and {{Customer phone}} hold the same words. */
export function wordsIn(name: string): Set<string> {
  const parts =
    name
      .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
      .toLowerCase()
      .match(/[\p{L}]+/gu) ?? [];
  return new Set(parts.map(singular).map((part) => meanings.get(part) ?? part));
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/s$/, "") : word;
}
