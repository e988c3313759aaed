CREATE TABLE "media" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "type" TEXT,
    "bytes" BYTEA,
    "error" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "media_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "media_channel_account_ref_key" ON "media"("channel", "account", "ref");
CREATE INDEX "media_customerId_idx" ON "media"("customerId");
ALTER TABLE "media" ADD CONSTRAINT "media_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "media" ADD CONSTRAINT media_state_check CHECK (state IN ('wanted', 'stored', 'refused', 'gone'));
CREATE INDEX "media_wanted" ON "media" ("at") WHERE "state" = 'wanted';
