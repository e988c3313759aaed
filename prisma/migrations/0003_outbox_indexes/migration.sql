-- The dispatch loop's claim: unclaimed rows that wait for an instant. One index for each lane, so that replies never walk past bulk.
CREATE INDEX "outbox_due_replies" ON "outbox" ("nextTryAt", "id")
  WHERE "state" IN ('planned', 'held') AND "claimedBy" IS NULL AND "class" IN ('reply', 'staff') AND "nextTryAt" IS NOT NULL;
CREATE INDEX "outbox_due_rest" ON "outbox" ("nextTryAt", "id")
  WHERE "state" IN ('planned', 'held') AND "claimedBy" IS NULL AND "class" IN ('flow', 'bulk') AND "nextTryAt" IS NOT NULL;

-- What a dead worker left: its claims and its marks. By the lease, which marking and finishing do not speak of: through an index by
-- "claimedBy" the planner, which believes that hardly anything is claimed, would walk all of a worker's claims for each group.
CREATE INDEX "outbox_claimed" ON "outbox" ("leaseUntil") WHERE "leaseUntil" IS NOT NULL AND "state" IN ('planned', 'held', 'sending');

-- Rows that wait for an event; looked through hourly for those past their grace.
CREATE INDEX "outbox_waiting" ON "outbox" ("graceFrom") WHERE "state" = 'held' AND "nextTryAt" IS NULL;

-- Questions asked in the last hour, shop-wide.
CREATE INDEX "outbox_surveys" ON "outbox" ("sentAt") WHERE "startsSurvey" AND "sentAt" IS NOT NULL;

-- Uncertain and failed ones are looked at by people.
CREATE INDEX "outbox_uncertain" ON "outbox" ("id") WHERE "state" IN ('uncertain', 'failed');

-- Empty for broadcasts, which then pay nothing for them.
CREATE INDEX "outbox_of_enrollment" ON "outbox" ("enrollmentId") WHERE "enrollmentId" IS NOT NULL;
CREATE INDEX "outbox_of_order" ON "outbox" ("orderId") WHERE "orderId" IS NOT NULL;
-- An earlier reply to the same customer that is still on its way.
CREATE INDEX "outbox_replies" ON "outbox" ("customerId", "id") WHERE "class" = 'reply' AND "state" IN ('planned', 'sending');
-- The message that a receipt speaks of.
CREATE INDEX "outbox_messages" ON "outbox" ("channel", "account", "chatId", "messageId") WHERE "messageId" IS NOT NULL;

-- Incoming rows not yet handled.
CREATE INDEX "inbox_new" ON "inbox" ("channel", "account", "chatId", "id") WHERE "state" = 'new';

-- The loop updates each row a few times: leave room on the page.
ALTER TABLE "outbox" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
