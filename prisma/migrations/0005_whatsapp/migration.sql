CREATE TABLE "sealed_rows" (
    "name" TEXT NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "sealed_rows_pkey" PRIMARY KEY ("name")
);

-- What a number has sent unasked lately, counted against its budget.
CREATE INDEX "outbox_whatsapp_bulk" ON "outbox" ("sentAt") WHERE "channel" = 'whatsapp' AND "class" IN ('flow', 'bulk') AND "sentAt" IS NOT NULL;
