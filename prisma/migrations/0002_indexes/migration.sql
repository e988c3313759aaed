-- What Prisma's schema cannot say: partial indexes, checks, and Agenda's own table.

-- Known by phone alone: one person, unless flagged for a person to look at.
CREATE UNIQUE INDEX customers_phone_only_idx ON customers (phone) WHERE "externalId" IS NULL AND NOT "phoneShared";

ALTER TABLE outbox ADD CONSTRAINT outbox_state_check CHECK
  (state IN ('planned', 'held', 'sending', 'sent', 'accepted', 'delivered', 'failed', 'dropped', 'uncertain'));
ALTER TABLE outbox ADD CONSTRAINT outbox_reason_check CHECK (state NOT IN ('held', 'dropped') OR reason IS NOT NULL);
ALTER TABLE inbox ADD CONSTRAINT inbox_state_check CHECK (state IN ('new', 'done', 'failed'));
ALTER TABLE questions ADD CONSTRAINT questions_state_check CHECK (state IN ('open', 'answered', 'closed'));
ALTER TABLE cases ADD CONSTRAINT cases_state_check CHECK (state IN ('open', 'closed'));
ALTER TABLE answers ADD CONSTRAINT answers_score_check CHECK (score BETWEEN 1 AND 5);
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);

-- Agenda 6 (@agendajs/postgres-backend 3.0.6), as its own ensureSchema would make it; made here, under the migrations' lock,
-- because processes that start together race in it.
CREATE TABLE "agenda_jobs" (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  name VARCHAR(255) NOT NULL,
  priority INTEGER NOT NULL DEFAULT 0,
  next_run_at TIMESTAMPTZ,
  type VARCHAR(10) NOT NULL DEFAULT 'normal' CHECK (type IN ('normal', 'single')),
  locked_at TIMESTAMPTZ,
  last_finished_at TIMESTAMPTZ,
  failed_at TIMESTAMPTZ,
  fail_count INTEGER DEFAULT NULL,
  fail_reason TEXT,
  repeat_timezone VARCHAR(100),
  last_run_at TIMESTAMPTZ,
  repeat_interval VARCHAR(255),
  data JSONB DEFAULT '{}'::jsonb,
  repeat_at VARCHAR(255),
  disabled BOOLEAN DEFAULT FALSE,
  progress REAL,
  fork BOOLEAN DEFAULT FALSE,
  last_modified_by VARCHAR(255),
  debounce_started_at TIMESTAMPTZ,
  start_date TIMESTAMPTZ,
  end_date TIMESTAMPTZ,
  skip_days JSONB,
  created_at TIMESTAMPTZ DEFAULT NOW(),
  updated_at TIMESTAMPTZ DEFAULT NOW()
);
CREATE INDEX "agenda_jobs_find_and_lock_idx"
  ON "agenda_jobs" (name, next_run_at, priority DESC, locked_at, disabled)
  WHERE disabled = FALSE;
CREATE UNIQUE INDEX "agenda_jobs_single_job_idx"
  ON "agenda_jobs" (name) WHERE type = 'single';
CREATE INDEX "agenda_jobs_locked_at_idx"
  ON "agenda_jobs" (locked_at) WHERE locked_at IS NOT NULL;
CREATE INDEX "agenda_jobs_next_run_at_idx"
  ON "agenda_jobs" (next_run_at) WHERE next_run_at IS NOT NULL;
CREATE FUNCTION update_agenda_jobs_updated_at()
RETURNS TRIGGER AS $$
BEGIN
  NEW.updated_at = NOW();
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER "agenda_jobs_updated_at_trigger"
BEFORE UPDATE ON "agenda_jobs"
FOR EACH ROW
EXECUTE FUNCTION update_agenda_jobs_updated_at();
