namespace ReptileGen.Model;

/// <summary>
/// Something the user can put right: a missing file, a wrong name, a value out of range. The command line prints the
/// message as one line and exits with code 1, so the message says what was expected, what was found, where, and what
/// to do.
/// </summary>
/// <param name="message">One line, without a final full stop.</param>
/// <param name="inner">The cause, if another exception reported it.</param>
public sealed class UserException(string message, Exception? inner = null) : Exception(message, inner);
