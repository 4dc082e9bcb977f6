-- AlterTable
ALTER TABLE "Portal" ADD COLUMN     "propertyMap" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "thin" BOOLEAN NOT NULL DEFAULT false;

-- Thin events that wait: looked for every second, and hardly ever there
CREATE INDEX "Event_thin_idx" ON "Event"("portalId", "provider", "dueAt") WHERE "thin" AND "status" = 'waiting';

-- AlterTable
ALTER TABLE "ProviderAccount" ADD COLUMN     "heldUntil" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "LedgerEntry" ADD COLUMN     "links" JSONB NOT NULL DEFAULT '[]';
