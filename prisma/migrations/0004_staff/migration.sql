CREATE TABLE "staff" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "replyTo" TEXT,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "staff_channel_account_chatId_key" ON "staff"("channel", "account", "chatId");
ALTER TABLE "staff" ADD CONSTRAINT staff_role_check CHECK (role IN ('manager', 'support'));

CREATE TABLE "staff_invitations" (
    "tokenHash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "invitedBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "staff_invitations_pkey" PRIMARY KEY ("tokenHash")
);
ALTER TABLE "staff_invitations" ADD CONSTRAINT staff_invitations_role_check CHECK (role IN ('manager', 'support'));

CREATE TABLE "staff_audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "staffId" TEXT,
    "action" TEXT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "staff_audit_pkey" PRIMARY KEY ("id")
);

-- Nobody edits what was done, not even we.
CREATE FUNCTION refuse_change() RETURNS TRIGGER AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER "staff_audit_is_append_only" BEFORE UPDATE OR DELETE ON "staff_audit" FOR EACH ROW EXECUTE FUNCTION refuse_change();
