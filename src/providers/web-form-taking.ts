// Takes values out of a web form's fields by what their names mean; what nobody takes is left over.
import type { FormFields } from "./web-form-fields.ts";
import { type Meaning, meaningOf } from "./web-form-names.ts";

type Fits = (value: string) => boolean;

export interface Taking {
  /** The first that fits, names that are certain before guessed ones. */
  take(meaning: Meaning, fits?: Fits): string | null;
  takeAll(meaning: Meaning, fits: Fits): string[];
  /** The first that nobody has taken and that is unmistakable, whatever its name. */
  takeByShape(fits: Fits): string | null;
  leftOver(): Record<string, string>;
}

export function takingFrom(fields: FormFields): Taking {
  const left = new Map(fields);
  const named = [...fields].flatMap(([name, value]) => {
    const meant = meaningOf(name);
    return meant ? [{ name, value, ...meant }] : [];
  });
  const inOrder = [...named.filter(({ isGuess }) => !isGuess), ...named.filter(({ isGuess }) => isGuess)];

  const taken = (name: string, value: string): string => {
    left.delete(name);
    return value;
  };
  const fitting = (meaning: Meaning, fits: Fits) =>
    inOrder.filter((each) => each.meaning === meaning && left.has(each.name) && fits(each.value));

  return {
    take(meaning, fits = () => true) {
      const [first] = fitting(meaning, fits);
      return first ? taken(first.name, first.value) : null;
    },
    takeAll: (meaning, fits) => fitting(meaning, fits).map(({ name, value }) => taken(name, value)),
    takeByShape(fits) {
      const [first] = [...left].filter(([, value]) => fits(value));
      return first ? taken(...first) : null;
    },
    leftOver: () => Object.fromEntries(left),
  };
}
