// Remembers which records the customers of a batch have become, for as long as the portal is there: their events are not kept.
import type { LearnedCustomer } from "../store/customers.ts";
import type { Batch, PlannedEvent } from "./carry-out.ts";
import { idOf } from "./record-ids.ts";

export async function learnCustomers(
  planned: readonly PlannedEvent[],
  { portalId, customers, ids }: Pick<Batch, "portalId" | "customers" | "ids">,
): Promise<void> {
  const learned = new Map<string, LearnedCustomer>();
  for (const { event, plan } of planned.filter(({ event }) => event.type.startsWith("customer."))) {
    const recordOf = (what: "contact" | "company") => {
      const write = plan.writes.find((each) => each.what === what && (each.do === "create" || each.do === "use"));
      if (write?.do === "create") return ids.get(write.key) ?? null;
      return write?.do === "use" ? idOf(write.ref, ids) : null;
    };
    const before = learned.get(event.subject);
    const contactId = recordOf("contact") ?? before?.contactId ?? null;
    const companyId = recordOf("company") ?? before?.companyId ?? null;
    if (contactId ?? companyId) learned.set(event.subject, { subject: event.subject, contactId, companyId });
  }
  await customers.learn(portalId, [...learned.values()]);
}
