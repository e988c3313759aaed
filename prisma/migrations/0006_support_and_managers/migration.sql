ALTER TABLE "cases" ADD COLUMN "claimedBy" TEXT, ADD COLUMN "claimedAt" TIMESTAMPTZ(3);
ALTER TABLE "case_entries" ADD COLUMN "by" TEXT;

ALTER TABLE "staff" ADD COLUMN "badAnswers" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "digestHour" INTEGER,
  ADD COLUMN "seenAnswersAt" TIMESTAMPTZ(3), ADD COLUMN "pingedAt" TIMESTAMPTZ(3), ADD COLUMN "menu" TEXT;
ALTER TABLE "staff" ADD CONSTRAINT staff_digest_hour_check CHECK ("digestHour" BETWEEN 0 AND 23);

CREATE TABLE "broadcasts" (
    "id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "segment" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "by" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3),

    CONSTRAINT "broadcasts_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "broadcasts" ADD CONSTRAINT broadcasts_state_check CHECK (state IN ('draft', 'confirmed', 'undone'));

CREATE TABLE "journey_edits" (
    "journey" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journey_edits_pkey" PRIMARY KEY ("journey", "step", "field")
);

-- Somebody who was deleted and had said stop: only a keyed hash of the number remains, so that an import does not begin again.
CREATE TABLE "forgotten" (
    "keyHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "forgotten_pkey" PRIMARY KEY ("keyHash")
);

CREATE TABLE "customer_joins" (
    "id" TEXT NOT NULL,
    "intoId" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "moved" JSONB NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "customer_joins_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "customer_joins_intoId_idx" ON "customer_joins"("intoId");

CREATE TABLE "login_links" (
    "tokenHash" TEXT NOT NULL,
    "staffId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "login_links_pkey" PRIMARY KEY ("tokenHash")
);
