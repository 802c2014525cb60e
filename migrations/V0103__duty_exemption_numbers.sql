-- Decisions of exemption are numbered by the body that decides: 免办决定〔2026〕3号.
ALTER TABLE exemption ADD COLUMN document_no TEXT NOT NULL DEFAULT '';
