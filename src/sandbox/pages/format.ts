// Times, amounts and durations as the CRM pages print them, in the portal's own time zone and currency.
import type { PortalSettings } from "../engine/portal.ts";

export interface Formats {
  day(at: number): string;
  dayAndTime(at: number): string;
  month(at: number): string;
  money(amount: string | undefined): string;
}

export function createFormats({ timeZone, currency }: PortalSettings): Formats {
  const dateFormat = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
  const day = dateFormat({ day: "numeric", month: "short", year: "numeric" });
  const dayAndTime = dateFormat({
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  const month = dateFormat({ month: "long", year: "numeric" });
  const money = new Intl.NumberFormat("en-GB", {
    style: "currency",
    currency,
    maximumFractionDigits: 0,
    currencyDisplay: "narrowSymbol",
  });
  return {
    day: (at) => day.format(at),
    dayAndTime: (at) => dayAndTime.format(at),
    month: (at) => month.format(at),
    money: (amount) => (amount === undefined || amount === "" ? "" : money.format(Number(amount))),
  };
}

/** HubSpot keeps the duration of a call in milliseconds. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    seconds % 60 > 0 || seconds === 0 ? `${seconds % 60} s` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

export function count(number: number, one: string, many: string): string {
  return `${new Intl.NumberFormat("en-GB").format(number)} ${number === 1 ? one : many}`;
}
