-- Asks while the file is read, where nobody answers.
-- ends: refused
ask "a question"
