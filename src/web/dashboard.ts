// The dashboard: is the lane running, what waits, and what is left to set up.
import { type Request, type RequestHandler, type Response, Router } from "express";
import type { Status } from "../store/activity.ts";
import type { Portal } from "../store/portals.ts";
import { shownRow } from "./activity.ts";
import { page, portalOf, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { lostCalls } from "./lost-calls.ts";
import { signedIn } from "./session.ts";
import { backlogText, requestsText } from "./standing.ts";
import { momentText } from "./words.ts";

type LaneState = { state: "running" | "paused" | "disconnected" | "sleeping"; text: string };

export function dashboard(web: Web): Router {
  const { stores } = web;

  const show = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const [counts, { rows }, employees, token, lastReceivedAt, backlog, requests, lost] = await Promise.all([
      stores.activity.counts(portal.id),
      stores.activity.page(portal.id, {}),
      stores.employees.list(portal.id),
      stores.addresses.current(portal.id),
      stores.activity.lastReceivedAt(portal.id),
      web.backlog(portal),
      web.budget.today(portal),
      lostCalls(web, portal),
    ]);
    const { dailyBudget, timeZone } = portal.settings;
    const lane = laneOf(portal, counts, web.now());
    if (wantsJson(request)) {
      const today = { requests, dailyBudget };
      response.json({ portalId: portal.id, lane, counts, backlog, today, lastReceivedAt, lostCalls: lost });
      return;
    }
    response.render("dashboard", {
      title: "Dashboard",
      page: "dashboard",
      lane,
      backlog: backlogText(backlog, timeZone, web.now()),
      requests: requestsText(requests, dailyBudget),
      lost,
      counts,
      checklist: checklist(portal, counts, employees.filter((employee) => employee.ownerId !== null).length),
      recent: rows.slice(0, 8).map((row) => shownRow(web, portal, row)),
      webhookUrl: `${web.config.baseUrl}/hooks/${token}`,
      lastReceivedAt: lastReceivedAt && momentText(lastReceivedAt, portal.settings.timeZone, web.now()),
    });
  };

  const home: RequestHandler = (request, response, next) => {
    if (request.user) next();
    else response.render("home", { title: "Hookswitch", page: "" });
  };
  return Router().get("/", home, signedIn(web), page(show));
}

function laneOf(portal: Portal, counts: Record<Status, number>, now: Date): LaneState {
  const waiting =
    counts.waiting === 0
      ? "Nothing waits."
      : counts.waiting === 1
        ? "1 event waits."
        : `${counts.waiting} events wait.`;
  if (portal.state === "disconnected")
    return {
      state: "disconnected",
      text: `${portal.stateBecause ?? "Hookswitch is not connected to HubSpot."} ${waiting}`,
    };
  if (portal.settings.paused)
    return { state: "paused", text: `Webhooks are accepted and wait until you resume. ${waiting}` };
  if (portal.sleepsUntil && portal.sleepsUntil > now) {
    const until = momentText(portal.sleepsUntil, portal.settings.timeZone, now);
    return {
      state: "sleeping",
      text: `${portal.sleepsBecause ?? "HubSpot asked for a pause"}. It goes on by itself at ${until}. ${waiting}`,
    };
  }
  return { state: "running", text: waiting };
}

function checklist(portal: Portal, counts: Record<Status, number>, mapped: number) {
  const { settings } = portal;
  return [
    {
      done: portal.state === "connected",
      title: "Connect HubSpot",
      text: "Done by installing. Settings stay when you install again.",
      href: "/install",
      action: "Install",
    },
    {
      done: settings.topManagerOwnerId !== null && settings.defaultCountry !== null,
      title: "Check the settings",
      text: "Default country, time zone, TOP manager, and where new deals start.",
      href: "/settings",
      action: "Open settings",
    },
    {
      done: counts.waiting + counts.done + counts.ignored + counts.parked > 0,
      title: "Send a sample call",
      text: "See what a call becomes in HubSpot before your phone system is connected.",
      href: "/sample",
      action: "Send a sample call",
    },
    {
      done: mapped > 0,
      title: "Map your employees",
      text: "So that calls and tasks get the right owner in HubSpot.",
      href: "/employees",
      action: "Open employees",
    },
  ];
}
