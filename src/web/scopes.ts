// The permissions that Hookswitch asks for at install, and why.

export interface Scope {
  scope: string;
  why: string;
  /** Without it calls cannot be written at all, so they wait. */
  essential: boolean;
}

export const scopes: readonly Scope[] = [
  { scope: "oauth", essential: true, why: "Lets Hookswitch sign in to your HubSpot account." },
  {
    scope: "crm.objects.contacts.read",
    essential: true,
    why: "Finds the contact who called. HubSpot counts calls and tasks under contacts, too.",
  },
  {
    scope: "crm.objects.contacts.write",
    essential: true,
    why: "Creates new contacts, and logs calls and tasks on them.",
  },
  {
    scope: "crm.objects.companies.read",
    essential: false,
    why: "Finds the companies of people who sign up or meet you, by domain and by contact.",
  },
  {
    scope: "crm.objects.companies.write",
    essential: false,
    why: "Creates companies for sign-ups, and connects contacts, deals and meetings with their companies.",
  },
  {
    scope: "crm.objects.deals.read",
    essential: true,
    why: "Finds the open deal that a call belongs to, and your pipelines.",
  },
  { scope: "crm.objects.deals.write", essential: true, why: "Creates deals with their advertising source." },
  {
    scope: "crm.objects.owners.read",
    essential: true,
    why: "Lists your users, so that calls and tasks get the right owner.",
  },
  {
    scope: "crm.schemas.contacts.read",
    essential: false,
    why: "Checks which of our properties your contacts already have.",
  },
  {
    scope: "crm.schemas.contacts.write",
    essential: false,
    why: "Creates properties for the advertising source and the key that prevents doubles.",
  },
  {
    scope: "crm.schemas.companies.read",
    essential: false,
    why: "Checks which of our properties your companies already have.",
  },
  {
    scope: "crm.schemas.companies.write",
    essential: false,
    why: "Creates the property for the key that prevents doubles.",
  },
  { scope: "crm.schemas.deals.read", essential: false, why: "Checks which of our properties your deals already have." },
  {
    scope: "crm.schemas.deals.write",
    essential: false,
    why: "Creates properties for the advertising source and the key that prevents doubles.",
  },
];

/** Asked for, but no account has to grant them: only some subscriptions have custom objects. */
export const optionalScopes = ["crm.schemas.custom.read", "crm.objects.custom.read", "crm.objects.custom.write"];

export function missingScopes(granted: readonly string[]): Scope[] {
  return scopes.filter(({ scope }) => !granted.includes(scope));
}
