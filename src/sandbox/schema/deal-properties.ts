// The properties HubSpot defines on deals and tickets, the two types that move through pipelines.
import { trafficSource } from "./contact-properties.ts";
import { type PropertyDefinition, hubspotProperty as property } from "./property.ts";

const DEAL = "dealinformation";
const TICKET = "ticketinformation";

export const DEAL_GROUPS = [
  ["dealinformation", "Deal information"],
  ["deal_activity", "Deal activity"],
  ["analyticsinformation", "Analytics history"],
] as const;

export const DEAL_PROPERTIES: readonly PropertyDefinition[] = [
  property("dealname", "Deal Name", "string", DEAL),
  property("dealstage", "Deal Stage", "enumeration", DEAL, { fieldType: "radio", externalOptions: true }),
  property("pipeline", "Pipeline", "enumeration", DEAL, { externalOptions: true }),
  property("amount", "Amount", "number", DEAL),
  property("closedate", "Close Date", "datetime", DEAL),
  property("description", "Deal Description", "string", DEAL, { fieldType: "textarea" }),
  property("deal_currency_code", "Currency", "string", DEAL),
  property("dealtype", "Deal Type", "enumeration", DEAL, {
    fieldType: "radio",
    options: [
      ["newbusiness", "New Business"],
      ["existingbusiness", "Existing Business"],
    ],
  }),
  property("hs_priority", "Priority", "enumeration", DEAL, {
    options: [
      ["low", "Low"],
      ["medium", "Medium"],
      ["high", "High"],
    ],
  }),
  property("closed_lost_reason", "Closed Lost Reason", "string", DEAL, { fieldType: "textarea" }),
  property("closed_won_reason", "Closed Won Reason", "string", DEAL, { fieldType: "textarea" }),
  property("hs_next_step", "Next step", "string", DEAL),
  property("hs_is_closed", "Is Deal Closed?", "bool", DEAL, { calculated: true }),
  property("hs_is_closed_won", "Is Closed Won", "bool", DEAL, { calculated: true }),
  property("hs_deal_stage_probability", "Deal probability", "number", DEAL, { calculated: true }),
  property("num_associated_contacts", "Number of Associated Contacts", "number", DEAL, { calculated: true }),
  property("notes_last_updated", "Last Activity Date", "datetime", "deal_activity", { calculated: true }),
  trafficSource("hs_analytics_source", "Original Traffic Source", "analyticsinformation", true),
  property("hs_analytics_source_data_1", "Original Traffic Source Drill-Down 1", "string", "analyticsinformation", {
    readOnly: true,
  }),
  property("hs_analytics_source_data_2", "Original Traffic Source Drill-Down 2", "string", "analyticsinformation", {
    readOnly: true,
  }),
];

export const TICKET_GROUPS = [["ticketinformation", "Ticket information"]] as const;

export const TICKET_PROPERTIES: readonly PropertyDefinition[] = [
  property("subject", "Ticket name", "string", TICKET),
  property("content", "Ticket description", "string", TICKET, { fieldType: "textarea" }),
  property("hs_pipeline", "Pipeline", "enumeration", TICKET, { externalOptions: true }),
  property("hs_pipeline_stage", "Ticket status", "enumeration", TICKET, { externalOptions: true }),
  property("hs_ticket_category", "Category", "enumeration", TICKET, {
    options: ["PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST", "GENERAL_INQUIRY"],
  }),
  property("hs_ticket_priority", "Priority", "enumeration", TICKET, { options: ["LOW", "MEDIUM", "HIGH", "URGENT"] }),
  property("source_type", "Source", "enumeration", TICKET, { options: ["CHAT", "EMAIL", "FORM", "PHONE"] }),
];
