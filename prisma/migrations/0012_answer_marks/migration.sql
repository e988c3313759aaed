-- What staff did, or want to do, about an answer.
ALTER TABLE "answers" ADD COLUMN "mark" TEXT;
ALTER TABLE "answers" ADD CONSTRAINT "answers_mark_check" CHECK ("mark" IN ('todo', 'done', 'star'));
