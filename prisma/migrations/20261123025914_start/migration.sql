-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Portal" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'connected',
    "stateBecause" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "matrix" JSONB NOT NULL DEFAULT '{}',
    "directory" JSONB,
    "directoryAt" TIMESTAMPTZ(3),
    "prepared" JSONB,
    "uiDomain" TEXT,
    "laneRun" INTEGER NOT NULL DEFAULT 0,
    "sleepsUntil" TIMESTAMPTZ(3),
    "sleepsBecause" TEXT,
    "installedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disconnectedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Portal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tokens" (
    "portalId" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "refresh" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "scopes" TEXT[],
    "leaseHolder" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Tokens_pkey" PRIMARY KEY ("portalId")
);

-- CreateTable
CREATE TABLE "WebhookAddress" (
    "tokenHash" TEXT NOT NULL,
    "portalId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookAddress_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "ProviderSecret" (
    "portalId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "secret" TEXT NOT NULL,

    CONSTRAINT "ProviderSecret_pkey" PRIMARY KEY ("portalId","provider")
);

-- CreateTable
CREATE TABLE "Employee" (
    "id" TEXT NOT NULL,
    "portalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "extension" TEXT,
    "providerId" TEXT,
    "sip" TEXT,
    "phone" TEXT,
    "ownerId" TEXT,
    "matchedBy" TEXT NOT NULL DEFAULT 'none',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Employee_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL,
    "portalId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "body" BYTEA NOT NULL,
    "trust" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL,
    "portalId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "because" TEXT NOT NULL DEFAULT '',
    "who" TEXT NOT NULL DEFAULT '',
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "data" JSONB NOT NULL,
    "plan" JSONB,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "portalId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "do" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "hubspotId" TEXT,
    "because" TEXT NOT NULL,
    "properties" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("portalId","key")
);

-- CreateTable
CREATE TABLE "KnownNumber" (
    "portalId" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "learnedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KnownNumber_pkey" PRIMARY KEY ("portalId","number")
);

-- CreateTable
CREATE TABLE "CallbackTask" (
    "portalId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CallbackTask_pkey" PRIMARY KEY ("portalId","key")
);

-- CreateTable
CREATE TABLE "RequestCount" (
    "portalId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "requests" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "RequestCount_pkey" PRIMARY KEY ("portalId","day")
);

-- CreateTable
CREATE TABLE "Alert" (
    "portalId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "sentTo" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sentAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("portalId","kind")
);

-- CreateIndex
CREATE INDEX "WebhookAddress_portalId_idx" ON "WebhookAddress"("portalId");

-- CreateIndex
CREATE INDEX "Employee_portalId_idx" ON "Employee"("portalId");

-- CreateIndex
CREATE INDEX "Delivery_portalId_receivedAt_idx" ON "Delivery"("portalId", "receivedAt");

-- CreateIndex
CREATE INDEX "Event_portalId_status_dueAt_idx" ON "Event"("portalId", "status", "dueAt");

-- CreateIndex
CREATE INDEX "Event_portalId_subject_idx" ON "Event"("portalId", "subject");

-- CreateIndex
CREATE INDEX "Event_deliveryId_idx" ON "Event"("deliveryId");

-- CreateIndex
CREATE UNIQUE INDEX "Event_portalId_dedupeKey_key" ON "Event"("portalId", "dedupeKey");

-- CreateIndex
CREATE INDEX "LedgerEntry_portalId_eventId_idx" ON "LedgerEntry"("portalId", "eventId");

-- CreateIndex
CREATE INDEX "LedgerEntry_portalId_subject_what_idx" ON "LedgerEntry"("portalId", "subject", "what");

-- CreateIndex
CREATE INDEX "CallbackTask_portalId_number_closedAt_idx" ON "CallbackTask"("portalId", "number", "closedAt");

-- AddForeignKey
ALTER TABLE "Tokens" ADD CONSTRAINT "Tokens_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookAddress" ADD CONSTRAINT "WebhookAddress_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProviderSecret" ADD CONSTRAINT "ProviderSecret_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Employee" ADD CONSTRAINT "Employee_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnownNumber" ADD CONSTRAINT "KnownNumber_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CallbackTask" ADD CONSTRAINT "CallbackTask_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestCount" ADD CONSTRAINT "RequestCount_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
