-- CreateTable
CREATE TABLE "deliveries" (
    "id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "subject" TEXT,
    "about" TEXT,
    "customerId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'new',
    "reason" TEXT,
    "body" BYTEA,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "receivedMachineAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "nextTryMachineAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handledMachineAt" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_endpoints" (
    "name" TEXT NOT NULL,
    "failingSinceMachineAt" TIMESTAMPTZ(3),
    "disabledMachineAt" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_endpoints_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "outgoing_events" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "endpoint" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "customerId" TEXT,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER,
    "error" TEXT,
    "nextTryMachineAt" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "leaseUntil" TIMESTAMPTZ(3),
    "sentMachineAt" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop_coupons" (
    "couponId" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "externalId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "nextTryMachineAt" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "shop_coupons_pkey" PRIMARY KEY ("couponId","system")
);

-- CreateIndex
CREATE INDEX "deliveries_source_subject_idx" ON "deliveries"("source", "subject");

-- CreateIndex
CREATE INDEX "deliveries_state_id_idx" ON "deliveries"("state", "id");

-- CreateIndex
CREATE INDEX "deliveries_customerId_idx" ON "deliveries"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_source_key_key" ON "deliveries"("source", "key");

-- CreateIndex
CREATE INDEX "outgoing_events_state_nextTryMachineAt_idx" ON "outgoing_events"("state", "nextTryMachineAt");

-- CreateIndex
CREATE INDEX "outgoing_events_customerId_idx" ON "outgoing_events"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_events_endpoint_key_key" ON "outgoing_events"("endpoint", "key");

-- CreateIndex
CREATE INDEX "shop_coupons_state_nextTryMachineAt_idx" ON "shop_coupons"("state", "nextTryMachineAt");

ALTER TABLE "deliveries" ADD CONSTRAINT deliveries_state_check CHECK (state IN ('new', 'done', 'ignored', 'failed'));
ALTER TABLE "outgoing_events" ADD CONSTRAINT outgoing_events_state_check CHECK (state IN ('waiting', 'sent', 'failed'));
ALTER TABLE "shop_coupons" ADD CONSTRAINT shop_coupons_state_check CHECK (state IN ('wanted', 'made', 'ending', 'gone', 'failed'));
