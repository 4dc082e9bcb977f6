// Rules an administrator of the portal has set: properties that must be filled, always or under a condition.
import { invalid } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import type { Properties } from "./record.ts";

export interface ValidationRule {
  type: ObjectTypeName;
  property: string;
  when?: { property: string; value: string } | undefined;
}

// Since 2026-09 such rules bind API writes on all objects; older versions of the paths are treated the same here,
// because a client that moves to the dated paths meets them anyway.
export function assertRules(rules: readonly ValidationRule[], type: ObjectTypeName, properties: Properties): void {
  const broken = rules.filter(
    (rule) =>
      rule.type === type &&
      !properties[rule.property] &&
      (!rule.when || properties[rule.when.property] === rule.when.value),
  );
  if (broken.length === 0) return;
  const names = broken.map((rule) => rule.property);
  throw invalid(`Some required properties were not set: ${names.join(", ")}`, {
    context: { properties: names },
    errors: broken.map(({ property, when }) => ({
      message: `${property} is required${when ? ` when ${when.property} is ${when.value}` : ""}`,
      code: when ? "MISSING_CONDITIONAL_REQUIRED_PROPERTY" : "MISSING_REQUIRED_PROPERTY",
      context: { propertyName: [property] },
    })),
  });
}
