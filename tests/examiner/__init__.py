"""An examiner for the readers: invented files as many banks and programmes lay them out, with what they hold."""
