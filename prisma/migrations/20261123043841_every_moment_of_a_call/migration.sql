-- DropForeignKey
ALTER TABLE "Delivery" DROP CONSTRAINT "Delivery_portalId_fkey";

-- DropForeignKey
ALTER TABLE "Event" DROP CONSTRAINT "Event_portalId_fkey";

-- DropForeignKey
ALTER TABLE "Event" DROP CONSTRAINT "Event_deliveryId_fkey";

-- AlterTable
ALTER TABLE "Portal" ADD COLUMN     "captureSince" TIMESTAMPTZ(3),
ADD COLUMN     "recordingKey" TEXT;

-- AlterTable
ALTER TABLE "KnownNumber" ADD COLUMN     "dealOwnerId" TEXT,
ADD COLUMN     "ownerId" TEXT;

-- CreateTable
CREATE TABLE "ProviderAccount" (
    "portalId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,

    CONSTRAINT "ProviderAccount_pkey" PRIMARY KEY ("portalId","provider")
);

-- CreateTable
CREATE TABLE "CallLogCheck" (
    "portalId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "checkedUntil" TIMESTAMPTZ(3),
    "sweptAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimedUntil" TIMESTAMPTZ(3),
    "checkedCalls" INTEGER NOT NULL DEFAULT 0,
    "foundCalls" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "CallLogCheck_pkey" PRIMARY KEY ("portalId","provider")
);

-- CreateTable
CREATE TABLE "FieldMap" (
    "portalId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "map" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FieldMap_pkey" PRIMARY KEY ("portalId","provider","version")
);

-- CreateTable
CREATE TABLE "CallId" (
    "portalId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "CallId_pkey" PRIMARY KEY ("portalId","id")
);

-- CreateIndex
CREATE INDEX "CallLogCheck_dueAt_idx" ON "CallLogCheck"("dueAt");

-- CreateIndex
CREATE INDEX "CallId_portalId_subject_idx" ON "CallId"("portalId", "subject");

-- AddForeignKey
ALTER TABLE "ProviderAccount" ADD CONSTRAINT "ProviderAccount_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CallLogCheck" ADD CONSTRAINT "CallLogCheck_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FieldMap" ADD CONSTRAINT "FieldMap_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CallId" ADD CONSTRAINT "CallId_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
