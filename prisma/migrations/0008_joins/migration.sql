ALTER TABLE "customers" ADD COLUMN "joinedIntoId" TEXT;
