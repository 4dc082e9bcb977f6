// Sends changes to the app's webhook address: in batches of up to 100, signed, and again where it was not taken.
import type { Clock } from "../clock.ts";
import type { Change } from "../engine/change.ts";
import type { Portal } from "../engine/portal.ts";
import { CLIENT_SECRET } from "../oauth/grants.ts";
import type { Random } from "../random.ts";
import { type WebhookEvent, webhookEvent } from "./events.ts";
import { signatureV3 } from "./signature.ts";
import { type Subscription, type SubscriptionRequest, subscription, wants } from "./subscriptions.ts";

export interface Delivery {
  at: number;
  attempt: number;
  events: number;
  /** 0 when there was no answer at all. */
  status: number;
}

const LARGEST_BATCH = 100;
const ANSWER_WITHIN = 5_000;
const MINUTE = 60_000;

// Ten retries spread over about a day.
const RETRY_AFTER = [1, 3, 10, 30, 60, 120, 180, 240, 300, 480].map((minutes) => minutes * MINUTE);

// Small on purpose: whoever takes eventId for unique finds out at once.
const EVENT_IDS = 40;
const REMEMBERED_DELIVERIES = 1_000;

export class Webhooks {
  targetUrl: string | undefined;
  subscriptions: Subscription[] = [];
  readonly deliveries: Delivery[] = [];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #isInstalled: (portalId: string) => boolean;
  #waiting: WebhookEvent[] = [];

  constructor(clock: Clock, random: Random, isInstalled: (portalId: string) => boolean) {
    this.#clock = clock;
    this.#random = random;
    this.#isInstalled = isInstalled;
  }

  subscribe(requests: readonly SubscriptionRequest[]): void {
    this.subscriptions = requests.map((request, position) => subscription(position + 1, request));
  }

  changed(portal: Portal, change: Change): void {
    if (this.targetUrl === undefined || this.subscriptions.length === 0) return;
    const wanting = this.subscriptions.filter((subscribed) => wants(subscribed, change));
    if (wanting.length === 0 || !this.#isInstalled(portal.id)) return;
    if (this.#waiting.length === 0) this.#clock.after(0, () => this.#flush());
    for (const subscribed of wanting) {
      this.#waiting.push(webhookEvent(portal, subscribed, change, 1 + this.#random.integer(EVENT_IDS)));
    }
  }

  clear(): void {
    this.targetUrl = undefined;
    this.subscriptions = [];
    this.deliveries.length = 0;
    this.#waiting = [];
  }

  #flush(): void {
    const events = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < events.length; start += LARGEST_BATCH) {
      void this.#deliver(events.slice(start, start + LARGEST_BATCH), 0);
    }
  }

  async #deliver(events: readonly WebhookEvent[], attempt: number): Promise<void> {
    if (this.targetUrl === undefined) return;
    const status = await this.#post(
      this.targetUrl,
      JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempt }))),
    );
    this.deliveries.push({ at: this.#clock.now(), attempt, events: events.length, status });
    if (this.deliveries.length > REMEMBERED_DELIVERIES) this.deliveries.shift();
    const delay = RETRY_AFTER[attempt];
    if ((status >= 200 && status < 300) || delay === undefined) return;
    this.#clock.after(delay, () => void this.#deliver(events, attempt + 1));
  }

  async #post(url: string, body: string): Promise<number> {
    const timestamp = this.#clock.now();
    const timeout = new AbortController();
    this.#clock.after(ANSWER_WITHIN, () => timeout.abort());
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        signal: timeout.signal,
        redirect: "manual",
        headers: {
          "Content-Type": "application/json",
          "X-HubSpot-Request-Timestamp": String(timestamp),
          "X-HubSpot-Signature-Version": "v3",
          "X-HubSpot-Signature-v3": signatureV3(CLIENT_SECRET, "POST", url, body, timestamp),
        },
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
