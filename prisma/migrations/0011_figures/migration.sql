-- The orders that count, in the order in which figures read them, with all that they read: the table itself is not touched
-- (src/figures/purchases.ts; the condition is audience/stats.ts COUNTS). Prisma cannot say this; test/store/migrations.test.ts holds it.
CREATE INDEX "orders_counted" ON "orders" ("customerId", "placedAt") INCLUDE ("currency", "total") WHERE "status" NOT IN ('cancelled', 'refunded') AND NOT "disowned";
-- Answers of one kind within a period.
CREATE INDEX "answers_question_at_idx" ON "answers" ("question", "at");
