-- CreateTable
CREATE TABLE "CustomerRecord" (
    "portalId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "contactId" TEXT,
    "companyId" TEXT,
    "learnedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CustomerRecord_pkey" PRIMARY KEY ("portalId","subject")
);

-- AddForeignKey
ALTER TABLE "CustomerRecord" ADD CONSTRAINT "CustomerRecord_portalId_fkey" FOREIGN KEY ("portalId") REFERENCES "Portal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
