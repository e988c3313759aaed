-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "referralCode" TEXT;

-- AlterTable
ALTER TABLE "enrollments" ADD COLUMN     "anchorAt" TIMESTAMPTZ(3),
ADD COLUMN     "facts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "heldOut" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "offerId" TEXT;

-- CreateTable
CREATE TABLE "products" (
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT,
    "price" BIGINT NOT NULL,
    "stock" INTEGER,
    "url" TEXT,
    "image" TEXT,
    "consumable" BOOLEAN NOT NULL DEFAULT false,
    "neverRecommend" BOOLEAN NOT NULL DEFAULT false,
    "discreet" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("sku")
);

-- CreateTable
CREATE TABLE "carts" (
    "id" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    "total" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "url" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "carts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_stats" (
    "customerId" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "spent" BIGINT NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "gapDays" DOUBLE PRECISION,
    "r" SMALLINT NOT NULL,
    "f" SMALLINT NOT NULL,
    "m" SMALLINT NOT NULL,

    CONSTRAINT "customer_stats_pkey" PRIMARY KEY ("customerId")
);

-- CreateTable
CREATE TABLE "best_hours" (
    "customerId" TEXT NOT NULL,
    "hour" SMALLINT NOT NULL,
    "signals" INTEGER NOT NULL,

    CONSTRAINT "best_hours_pkey" PRIMARY KEY ("customerId")
);

-- CreateTable
CREATE TABLE "rebuy_intervals" (
    "sku" TEXT NOT NULL,
    "days" DOUBLE PRECISION NOT NULL,
    "low" DOUBLE PRECISION NOT NULL,
    "high" DOUBLE PRECISION NOT NULL,
    "gaps" INTEGER NOT NULL,

    CONSTRAINT "rebuy_intervals_pkey" PRIMARY KEY ("sku")
);

-- CreateTable
CREATE TABLE "bought_together" (
    "kind" TEXT NOT NULL,
    "a" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    "together" INTEGER NOT NULL,
    "lift" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "bought_together_pkey" PRIMARY KEY ("kind","a","b")
);

-- CreateTable
CREATE TABLE "segments" (
    "name" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segments_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "points_entries" (
    "id" BIGSERIAL NOT NULL,
    "customerId" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "orderId" TEXT,
    "couponId" TEXT,
    "expiresAt" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "by" TEXT,

    CONSTRAINT "points_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_levels" (
    "customerId" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_levels_pkey" PRIMARY KEY ("customerId")
);

-- CreateTable
CREATE TABLE "reward_stock" (
    "reward" TEXT NOT NULL,
    "left" INTEGER NOT NULL,

    CONSTRAINT "reward_stock_pkey" PRIMARY KEY ("reward")
);

-- CreateTable
CREATE TABLE "referrals" (
    "friendId" TEXT NOT NULL,
    "referrerId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'invited',
    "reason" TEXT,
    "rewardedAt" TIMESTAMPTZ(3),

    CONSTRAINT "referrals_pkey" PRIMARY KEY ("friendId")
);

-- CreateTable
CREATE TABLE "offers" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "percent" INTEGER,
    "ceiling" BIGINT,
    "amount" BIGINT,
    "gift" TEXT,
    "url" TEXT,
    "minimum" BIGINT NOT NULL DEFAULT 0,
    "stacks" BOOLEAN NOT NULL DEFAULT false,
    "audience" TEXT NOT NULL DEFAULT '',
    "sku" TEXT,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "earlyHours" INTEGER NOT NULL DEFAULT 0,
    "holdHours" INTEGER,
    "quantity" INTEGER,
    "left" INTEGER,
    "perCustomer" INTEGER NOT NULL DEFAULT 1,
    "budget" BIGINT,
    "committed" BIGINT NOT NULL DEFAULT 0,
    "spent" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "endReason" TEXT,
    "by" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "launchedAt" TIMESTAMPTZ(3),

    CONSTRAINT "offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coupons" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "offerId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'granted',
    "worth" BIGINT NOT NULL,
    "amount" BIGINT,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "redeemedAt" TIMESTAMPTZ(3),
    "orderExternalId" TEXT,
    "total" BIGINT,
    "discount" BIGINT,

    CONSTRAINT "coupons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_waits" (
    "offerId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "toldAt" TIMESTAMPTZ(3),

    CONSTRAINT "offer_waits_pkey" PRIMARY KEY ("offerId","customerId")
);

-- CreateTable
CREATE TABLE "code_tries" (
    "who" TEXT NOT NULL,
    "hourMachineAt" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,

    CONSTRAINT "code_tries_pkey" PRIMARY KEY ("who","hourMachineAt")
);

-- CreateTable
CREATE TABLE "promises" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "promises_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "products_category_idx" ON "products"("category");

-- CreateIndex
CREATE UNIQUE INDEX "carts_externalId_key" ON "carts"("externalId");

-- CreateIndex
CREATE INDEX "carts_customerId_updatedAt_idx" ON "carts"("customerId", "updatedAt");

-- CreateIndex
CREATE INDEX "customer_stats_lastAt_idx" ON "customer_stats"("lastAt");

-- CreateIndex
CREATE INDEX "customer_stats_spent_idx" ON "customer_stats"("spent");

-- CreateIndex
CREATE UNIQUE INDEX "points_entries_key_key" ON "points_entries"("key");

-- CreateIndex
CREATE INDEX "points_entries_customerId_account_at_idx" ON "points_entries"("customerId", "account", "at");

-- CreateIndex
CREATE INDEX "points_entries_orderId_idx" ON "points_entries"("orderId");

-- CreateIndex
CREATE INDEX "referrals_referrerId_idx" ON "referrals"("referrerId");

-- CreateIndex
CREATE UNIQUE INDEX "coupons_code_key" ON "coupons"("code");

-- CreateIndex
CREATE UNIQUE INDEX "coupons_key_key" ON "coupons"("key");

-- CreateIndex
CREATE INDEX "coupons_customerId_state_idx" ON "coupons"("customerId", "state");

-- CreateIndex
CREATE INDEX "coupons_offerId_idx" ON "coupons"("offerId");

-- CreateIndex
CREATE INDEX "coupons_orderExternalId_idx" ON "coupons"("orderExternalId");

-- CreateIndex
CREATE UNIQUE INDEX "promises_key_key" ON "promises"("key");

-- CreateIndex
CREATE INDEX "promises_state_dueAt_idx" ON "promises"("state", "dueAt");

-- CreateIndex
CREATE INDEX "promises_customerId_idx" ON "promises"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "customers_referralCode_key" ON "customers"("referralCode");

-- AddForeignKey
ALTER TABLE "carts" ADD CONSTRAINT "carts_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_stats" ADD CONSTRAINT "customer_stats_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "points_entries" ADD CONSTRAINT "points_entries_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_levels" ADD CONSTRAINT "member_levels_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Points are never changed or deleted; only whose they are, when two records turn out to be one person.
CREATE FUNCTION refuse_points_change() RETURNS TRIGGER AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'customerId' = to_jsonb(OLD) - 'customerId' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER "points_are_append_only" BEFORE UPDATE OR DELETE ON "points_entries" FOR EACH ROW EXECUTE FUNCTION refuse_points_change();

ALTER TABLE "points_entries" ADD CONSTRAINT points_account_check CHECK (account IN ('pending', 'active'));
ALTER TABLE "offers" ADD CONSTRAINT offers_state_check CHECK (state IN ('draft', 'live', 'stopped', 'over'));
ALTER TABLE "offers" ADD CONSTRAINT offers_left_check CHECK ("left" >= 0 AND "left" <= "quantity");
ALTER TABLE "offers" ADD CONSTRAINT offers_percent_check CHECK (percent BETWEEN 1 AND 100);
ALTER TABLE "coupons" ADD CONSTRAINT coupons_state_check CHECK (state IN ('granted', 'redeemed', 'expired', 'cancelled'));
ALTER TABLE "promises" ADD CONSTRAINT promises_state_check CHECK (state IN ('open', 'kept', 'broken'));
ALTER TABLE "reward_stock" ADD CONSTRAINT reward_stock_check CHECK ("left" >= 0);
CREATE INDEX "order_items_sku_idx" ON "order_items"("sku");
CREATE INDEX "coupons_open" ON "coupons"("expiresAt") WHERE state = 'granted';

ALTER TABLE "orders" ADD COLUMN "touchedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
CREATE INDEX "orders_touchedAt_idx" ON "orders"("touchedAt");
