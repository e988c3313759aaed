-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" TEXT NOT NULL,
    "externalId" TEXT,
    "phone" TEXT,
    "phoneShared" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT,
    "email" TEXT,
    "city" TEXT,
    "locale" TEXT,
    "timeZone" TEXT,
    "birthday" TEXT,
    "preferredChannel" TEXT,
    "mayTransactional" BOOLEAN,
    "mayFeedback" BOOLEAN,
    "mayMarketing" BOOLEAN,
    "marketingAsked" INTEGER NOT NULL DEFAULT 0,
    "marketingAskedAt" TIMESTAMPTZ(3),
    "joinedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "addresses" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "trust" TEXT NOT NULL DEFAULT 'full',
    "state" TEXT NOT NULL DEFAULT 'ok',
    "goneReason" TEXT,
    "source" TEXT,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastInAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "addresses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" BIGSERIAL NOT NULL,
    "customerId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "granted" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "words" TEXT,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3),
    "shippedAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "trackingCode" TEXT,
    "currency" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL DEFAULT 0,
    "shipping" BIGINT NOT NULL DEFAULT 0,
    "coupons" TEXT[],
    "refunds" JSONB NOT NULL DEFAULT '[]',
    "history" BOOLEAN NOT NULL DEFAULT false,
    "disowned" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_items" (
    "id" BIGSERIAL NOT NULL,
    "orderId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT,
    "quantity" INTEGER NOT NULL,
    "unitPrice" BIGINT NOT NULL,
    "url" TEXT,
    "image" TEXT,
    "consumable" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "order_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "links" (
    "id" TEXT NOT NULL,
    "short" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT,
    "source" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "usedBy" TEXT,

    CONSTRAINT "links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journey_versions" (
    "hash" TEXT NOT NULL,
    "journey" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "loadedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journey_versions_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "enrollments" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "journey" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "track" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "orderId" TEXT,
    "step" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "stopReason" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "enrollments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "questions" (
    "id" TEXT NOT NULL,
    "enrollmentId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT,
    "journey" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "askedAt" TIMESTAMPTZ(3),
    "asked" INTEGER NOT NULL DEFAULT 0,
    "putAt" TIMESTAMPTZ(3),
    "misses" INTEGER NOT NULL DEFAULT 0,
    "remindedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answers" (
    "id" TEXT NOT NULL,
    "questionId" TEXT,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT,
    "journey" TEXT,
    "question" TEXT NOT NULL,
    "value" TEXT,
    "score" INTEGER,
    "words" TEXT,
    "media" JSONB NOT NULL DEFAULT '[]',
    "channel" TEXT NOT NULL,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "history" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "answers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" TEXT NOT NULL,
    "number" SERIAL NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT,
    "enrollmentId" TEXT,
    "questionId" TEXT,
    "kind" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "repliedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "closedBy" TEXT,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_entries" (
    "id" BIGSERIAL NOT NULL,
    "caseId" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "text" TEXT,
    "media" JSONB NOT NULL DEFAULT '[]',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'message',
    "customerId" TEXT,
    "channel" TEXT,
    "account" TEXT,
    "chatId" TEXT,
    "enrollmentId" TEXT,
    "journey" TEXT,
    "step" TEXT,
    "role" TEXT NOT NULL DEFAULT 'step',
    "questionId" TEXT,
    "purpose" TEXT NOT NULL,
    "orderId" TEXT,
    "content" JSONB,
    "startsSurvey" BOOLEAN NOT NULL DEFAULT false,
    "selling" BOOLEAN NOT NULL DEFAULT false,
    "uncounted" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "nextTryAt" TIMESTAMPTZ(3),
    "graceFrom" TIMESTAMPTZ(3) NOT NULL,
    "graceMs" BIGINT NOT NULL,
    "inboxId" BIGINT,
    "causedAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimedBy" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "markedMachineAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "messageId" TEXT,
    "error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "body" JSONB,
    "state" TEXT NOT NULL DEFAULT 'new',
    "burstId" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "receivedMachineAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_lines" (
    "seq" BIGSERIAL NOT NULL,
    "chatId" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "outboxId" BIGINT,
    "content" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_lines_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "chat_sessions" (
    "tokenHash" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_sessions_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" TEXT NOT NULL,
    "startedMachineAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenMachineAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pauses" (
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL DEFAULT '',
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "pauses_pkey" PRIMARY KEY ("channel","account","chatId")
);

-- CreateTable
CREATE TABLE "recurring_jobs" (
    "name" TEXT NOT NULL,
    "nextDue" TIMESTAMPTZ(3) NOT NULL,
    "leaseUntil" TIMESTAMPTZ(3),
    "lastRunAt" TIMESTAMPTZ(3),
    "lastError" TEXT,

    CONSTRAINT "recurring_jobs_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "customers_externalId_key" ON "customers"("externalId");

-- CreateIndex
CREATE INDEX "customers_phone_idx" ON "customers"("phone");

-- CreateIndex
CREATE INDEX "addresses_customerId_idx" ON "addresses"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "addresses_channel_account_chatId_key" ON "addresses"("channel", "account", "chatId");

-- CreateIndex
CREATE INDEX "consents_customerId_id_idx" ON "consents"("customerId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_externalId_key" ON "orders"("externalId");

-- CreateIndex
CREATE INDEX "orders_customerId_placedAt_idx" ON "orders"("customerId", "placedAt");

-- CreateIndex
CREATE INDEX "order_items_orderId_idx" ON "order_items"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "links_short_key" ON "links"("short");

-- CreateIndex
CREATE UNIQUE INDEX "links_payload_key" ON "links"("payload");

-- CreateIndex
CREATE INDEX "links_customerId_idx" ON "links"("customerId");

-- CreateIndex
CREATE INDEX "links_orderId_idx" ON "links"("orderId");

-- CreateIndex
CREATE INDEX "enrollments_orderId_idx" ON "enrollments"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "enrollments_customerId_journey_track_subject_key" ON "enrollments"("customerId", "journey", "track", "subject");

-- CreateIndex
CREATE INDEX "questions_customerId_state_idx" ON "questions"("customerId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "questions_enrollmentId_step_key" ON "questions"("enrollmentId", "step");

-- CreateIndex
CREATE UNIQUE INDEX "answers_questionId_key" ON "answers"("questionId");

-- CreateIndex
CREATE INDEX "answers_at_id_idx" ON "answers"("at", "id");

-- CreateIndex
CREATE INDEX "answers_customerId_idx" ON "answers"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "cases_number_key" ON "cases"("number");

-- CreateIndex
CREATE INDEX "cases_customerId_state_idx" ON "cases"("customerId", "state");

-- CreateIndex
CREATE INDEX "case_entries_caseId_id_idx" ON "case_entries"("caseId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_key_key" ON "outbox"("key");

-- CreateIndex
CREATE INDEX "outbox_customerId_sentAt_idx" ON "outbox"("customerId", "sentAt");

-- CreateIndex
CREATE INDEX "inbox_channel_account_chatId_id_idx" ON "inbox"("channel", "account", "chatId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_channel_account_key_key" ON "inbox"("channel", "account", "key");

-- CreateIndex
CREATE UNIQUE INDEX "chat_lines_key_key" ON "chat_lines"("key");

-- CreateIndex
CREATE INDEX "chat_lines_chatId_seq_idx" ON "chat_lines"("chatId", "seq");

-- CreateIndex
CREATE INDEX "chat_sessions_chatId_idx" ON "chat_sessions"("chatId");

-- AddForeignKey
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "links" ADD CONSTRAINT "links_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "links" ADD CONSTRAINT "links_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollments" ADD CONSTRAINT "enrollments_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_enrollmentId_fkey" FOREIGN KEY ("enrollmentId") REFERENCES "enrollments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answers" ADD CONSTRAINT "answers_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "questions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answers" ADD CONSTRAINT "answers_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_entries" ADD CONSTRAINT "case_entries_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
