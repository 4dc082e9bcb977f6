// Phone numbers as people and phone systems type them: other scripts' digits, addresses, extensions, words for "hidden".

/** First digits of the scripts that phones are written in; full-width ones are folded by NFKC. */
const zeros = ["\u0660", "\u06f0", "\u0966", "\u09e6", "\u0e50"];

const extension = /\s*(?:;\s*ext\s*=|[,;#]|\(?(?<!\p{L})(?:extension|extn|ext|x|х|доб|вн)[.:]?)\s*\d{1,6}\s*\)?$/iu;

/** What phone systems write when the caller withholds his number. */
const hiddenWords = new Set([
  ...["anonymous", "hidden", "withheld", "private", "restricted", "blocked", "unknown", "unavailable", "notavailable"],
  ...["null", "undefined", "none", "nil", "nan", "na", "no"],
  ...["anonym", "unbekannt", "unterdrückt", "anonyme", "inconnu", "masqué", "oculto", "desconocido", "nieznany"],
  ...["анонім", "анонімний", "аноним", "анонимный", "невідомий", "невідомо", "неизвестный", "неизвестно"],
  ...["прихований", "приховано", "скрытый", "скрыт", "скрыто", "zastrzeżony"],
]);
/** ANONYMOUS on a keypad. */
const anonymousOnKeypad = "266696687";

/** The number itself: ASCII digits, without tel: or sip:, without the host of an address and without an extension. */
export function plainText(raw: string): string {
  const latin = raw.normalize("NFKC").replace(/\p{Nd}/gu, asciiDigit);
  const address = latin
    .trim()
    .replace(/^(?:tel|sips?|callto):/i, "")
    .replace(/@.*$/s, "");
  return address.replace(extension, "").trim();
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** No number at all, a word that says so, or digits that stand for it. */
export function isHiddenNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (digits !== "") return digits === anonymousOnKeypad || /^0+$/.test(digits);
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length === 0 || words.some((word) => hiddenWords.has(word)) || hiddenWords.has(words.join(""));
}

function asciiDigit(digit: string): string {
  const value = zeros
    .map((zero) => digit.charCodeAt(0) - zero.charCodeAt(0))
    .find((distance) => distance >= 0 && distance < 10);
  return value === undefined ? digit : String(value);
}
