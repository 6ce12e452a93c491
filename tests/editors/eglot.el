;;; Emacs with Eglot as a client of the server, in batch: `scripts/check-emacs` runs this.  -*- lexical-binding: t -*-
;; The set-up is the one of docs/editors.md, evaluated as it stands there.

(require 'flymake)
(require 'eglot)

(defun expect (what found wanted)
  (unless (equal found wanted)
    (message "emacs: %s: found %S, wanted %S" what found wanted)
    (kill-emacs 1)))

(defun set-up ()
  "The first block of Emacs Lisp on the page about editors."
  (with-temp-buffer
    (insert-file-contents (getenv "PAGE"))
    (re-search-forward "^```elisp\n")
    (read (current-buffer))))

(defun marked ()
  "Severity of every diagnostic of the buffer, and the text that it marks."
  (mapcar (lambda (diagnostic)
            (list (flymake-diagnostic-type diagnostic)
                  (buffer-substring-no-properties (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic))))
          (flymake-diagnostics)))

(defun wait-for (what wanted)
  (let ((deadline (+ (float-time) 20)))
    (while (and (not (equal (marked) wanted)) (< (float-time) deadline))
      (accept-process-output nil 0.05)
      (flymake-start))
    (expect what (marked) wanted)))

(eval (set-up) t)
(setq eglot-workspace-configuration '(:model-lint (:asOf "2026-11-23"))
      eglot-sync-connect 20)

(let ((default-directory (file-name-as-directory (getenv "FOLDER"))))
  (call-process "git" nil nil nil "init" "--quiet" ".")
  (with-temp-file "a.py"
    (insert "from openai import OpenAI\nclient = OpenAI()\n"
            "x = '\U0001F600'; y = client.chat.completions.create(model='gpt-4-32k')\n"))
  (find-file "a.py"))

(call-interactively #'eglot)
(wait-for "on open" '((eglot-error "gpt-4-32k")))

;; A change behind a character of two UTF-16 units and four bytes.
(goto-char (point-min))
(search-forward "gpt-4-32k")
(replace-match "GPT-5.6-luna" t t)
(eglot--signal-textDocument/didChange)
(wait-for "after a change" '((eglot-error "GPT-5.6-luna")))

;; The quick fix, chosen and applied by the editor.
(goto-char (- (point) 2))
(let ((fix (seq-find (lambda (action) (eq (plist-get action :isPreferred) t))
                     (eglot-code-actions (line-beginning-position) (line-end-position)))))
  (expect "a preferred fix" (not fix) nil)
  (eglot--apply-workspace-edit (plist-get fix :edit)))
(goto-char (point-min))
(expect "the line after the fix" (and (search-forward "model='gpt-5.6-luna'" nil t) t) t)
(eglot--signal-textDocument/didChange)
(wait-for "after the fix" nil)

(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover
                              (progn (search-backward "5.6") (eglot--TextDocumentPositionParams)))))
  (expect "hover" (string-prefix-p "`gpt-5.6-luna`: OpenAI" (plist-get (plist-get hover :contents) :value)) t))
(eglot-shutdown (eglot-current-server))
(message "emacs: the server does its work")
